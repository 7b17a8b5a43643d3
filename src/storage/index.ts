export {type Draft, type DraftJournal, noJournal} from "./draft-journal.ts"
export {GuardedStore} from "./guarded-store.ts"
export {IndexedStore} from "./indexed-store.ts"
export {type KernelRecord, KernelRecords} from "./kernel-records.ts"
export {MemoryStore} from "./memory-store.ts"
export {SessionRecords} from "./session-records.ts"
export {type SavedState, type SaveReport, StateStore} from "./state-store.ts"
export type {Store} from "./store.ts"
export {openHistory, StoredHistory} from "./stored-history.ts"
export {ChannelNews, noNews, type WorkspaceChange, type WorkspaceNews} from "./workspace-news.ts"
export {
  type FileRecord,
  type StoredBreakpoint,
  type StoredFile,
  type StoredView,
  sameContent,
  WorkspaceStore,
} from "./workspace-store.ts"
