/**
 * Where things stand in the VM's linear memory: wasm32, wasmoon 1.16.0 (Lua at commit be908a7d). build.ts checks the
 * binary's hash, so these hold; verify() in vm.ts compares the ones that the C API can confirm at every boot.
 */

/** Bytes of a TValue and of a stack slot; the tag is at 8. */
export const valueSize = 16
export const valueTag = 8

/** lua_State (lstate.h). */
export const luaState = {
  next: 0,
  kind: 4,
  marked: 5,
  status: 6,
  allowHook: 7,
  top: 12,
  global: 16,
  ci: 20,
  stack: 28,
  errorJump: 48,
  baseCi: 52,
  cCalls: 96,
} as const
/** CallInfo (lstate.h). The bits of callstatus: 2 C function, 128 finalizer, 32 tail call. */
export const callInfo = {func: 0, top: 4, previous: 8, next: 12, savedPc: 16, extraArgs: 24, callStatus: 34} as const
export const callStatusBits = {c: 2, fresh: 4, tail: 32, finalizer: 128} as const
/** LClosure and CClosure (lobject.h): upvalues of a Lua closure are pointers from 16, of a C closure values from 16. */
export const closure = {upvalueCount: 6, proto: 12, cFunction: 12, upvalues: 16} as const
/** Proto (lobject.h). The three bytes behind maxStackSize are free: native.wat keeps the function's number there. */
export const proto = {
  parameterCount: 6,
  isVararg: 7,
  maxStackSize: 8,
  number: 9,
  upvalueCount: 12,
  codeCount: 20,
  lineInfoCount: 24,
  protoCount: 28,
  localCount: 32,
  absLineCount: 36,
  lineDefined: 40,
  lastLineDefined: 44,
  constants: 48,
  code: 52,
  protos: 56,
  lineInfo: 64,
  absLineInfo: 68,
  locals: 72,
  source: 76,
} as const
/** LocVar: name, first pc, pc behind the last; 12 bytes. */
export const localVariable = {size: 12, name: 0, startPc: 4, endPc: 8} as const
/** TString: short strings have their length at 7, long ones at 12; the bytes begin at 16. */
export const string = {kind: 4, extra: 6, shortLength: 7, longLength: 12, bytes: 16} as const
/** Table: node part of 2^lsizenode nodes of 24 bytes. */
export const table = {logNodes: 7, arrayLimit: 8, array: 12, nodes: 16, metatable: 24} as const
export const node = {size: 24, valueTag: 8, keyTag: 9, next: 12, key: 16} as const
/** global_State: bytes in use (totalBytes + debt), the flags that stop the collector (inside a finalizer), all objects. */
export const globalState = {
  totalBytes: 8,
  debt: 12,
  lastAtomic: 20,
  currentWhite: 76,
  stopped: 82,
  stoppedByItself: 2,
  allObjects: 88,
  finalizable: 96,
  toBeFinalized: 120,
  survivors: 128,
  reallyOld: 136,
  finalizableSurvivors: 144,
  finalizableReallyOld: 152,
  mainThread: 164,
} as const

/** What the collector knows an object by, beside the tags of values: a function's code (LUA_TPROTO). */
export const objectKinds = {proto: 10} as const
/** WHITEBITS (lgc.h). */
export const whiteBits = 0x18

/** Value tags (lobject.h): type in the low four bits, variant above, 64 = collectable. */
export const tags = {
  luaClosure: 6 | 64,
  cClosure: 0x26 | 64,
  lightC: 0x16,
  thread: 8 | 64,
  table: 5 | 64,
  shortString: 4,
  longString: 0x14,
  collectable: 64,
} as const

const dispatchTable = {address: 11936, count: 83} as const
/** The jump table that the interpreter dispatches through (native.wat). */
export const dispatch = {
  ...dispatchTable,
  end: dispatchTable.address + 4 * dispatchTable.count,
  trapLabel: 84,
  breakOpcode: 82,
} as const

/** The control block: byte offsets of its words from its base ($ms_base). */
export const control = {
  /** modeBits. */
  mode: 0,
  /** Set by another thread before it overwrites the dispatch table. */
  poked: 4,
  /** Instructions until the next poll, and the reload value of it. */
  pollLeft: 8,
  pollEvery: 12,
  /** 1: $js_error is called where nothing in sight catches; 2: for all. */
  watchErrors: 16,
  /** $js_loaded is called for chunks. */
  watchChunks: 20,
  /** Of nested $ms_lift. */
  liftDepth: 24,
  /** Address of the patch table, and its slots minus one (a power of two minus one; −1: no table). */
  table: 28,
  tableMask: 32,
  /** The lua_State that counts as main. */
  mainState: 36,
  /** Of the resume chain. */
  resumeDepth: 40,
  /** The first object with a finalizer that is older than the program (1: its end calls none). */
  finalizersEnd: 44,
  /** Trace: the last CallInfo, and the address of its last instruction. */
  traceCi: 48,
  tracePc: 52,
  /**
   * Step: lua_State, its CallInfo, the index of its last block leader, and the address of the call that it is in (0: none
   * is watched).
   */
  stepState: 56,
  stepCi: 60,
  stepIndex: 64,
  stepCall: 68,
  /** Traps so far that called JS. */
  trapCount: 72,
  /** Whether standard input may be waited for: a program runs, and not something that the debugger evaluates. */
  mayRead: 76,
  /**
   * Trace: where the run of instructions ends that begin no line after the last one (0: none is known, 1: the last one was
   * a vararg function's preparation), and the line of the last one (−1: stripped code).
   */
  traceEnd: 80,
  traceLine: 84,
  /** Instructions until the next count, and the reload value of it. */
  countLeft: 88,
  countEvery: 92,
  /** The C function coroutine.resume. */
  resumeFunction: 96,
  /** Coroutines that have died of an error it has caught, so far. */
  deathCount: 100,
  /** What the debugger evaluates runs on this lua_State, and stands on the program's: its lua_State, its frame. */
  evaluationState: 104,
  evaluatedState: 108,
  evaluatedCi: 112,
  /** Loads of code that comes from no file to be told yet (−1: all of them). */
  tellLoads: 116,
  /** $ms_read_piece in the function table. */
  readPiece: 120,
  /** The resume chain: 256 pairs (lua_State, its resumer). */
  chain: 128,
  /** A copy of the unchanged dispatch table. */
  dispatchCopy: 2176,
  /** The word that is executed for a call that is watched. */
  watchedWord: 2512,
  /** Where the results of one are, and where they end. */
  resultsStart: 2516,
  resultsEnd: 2520,
  /** Step: the lua_State of the frame whose callers are watched (0: none are). */
  returnsOf: 2524,
  /** What is said of a file that was open when the state was saved: up to 512 bytes, the last one 0. */
  staleWords: 2560,
  /** The last of those coroutines: death.slots times death. */
  deaths: 3072,
  /** 256 trace entries (native.wat, $ms_entry), by the instruction's address. */
  traceEntries: 4096,
  size: 8192,
} as const
/** A coroutine that has died of an error which coroutine.resume has caught. */
export const death = {size: 16, slots: 64, state: 0, value: 4, tag: 8} as const
export const modeBits = {lines: 1, poll: 2, calls: 4, count: 8} as const
/** Reasons that ms_trap gives. */
export const whyBits = {
  breakpoint: 1,
  step: 2,
  returned: 4,
  line: 8,
  poke: 16,
  poll: 32,
  stray: 64,
  tailCall: 128,
  called: 256,
  calledTail: 512,
  returning: 1024,
  counted: 2048,
  givesResults: 4096,
  callReturned: 8192,
  resumes: 16384,
  closes: 32768,
} as const
/**
 * A slot of the patch table: the address of the instruction (0: free), its original word, slotKinds, the passes so far,
 * the hit condition (0 none, 1 >=, 2 >, 3 ==, 4 %, 5 <, 6 <=) and its number.
 */
export const slot = {size: 32, address: 0, word: 4, kind: 8, passes: 16, hitOperator: 20, hitNumber: 24} as const
/** What is known of an instruction (native.wat, $ms_entry). */
export const traceEntry = {size: 16, address: 0, line: 4, end: 8, takesTop: 12} as const
/** Of the function that is stepped: leaders of blocks, tail calls, results, calls, and where it goes on behind them. */
export const slotKinds = {
  breakpoint: 1,
  leader: 2,
  returnPoint: 4,
  tailCall: 8,
  result: 16,
  call: 32,
  callReturn: 64,
} as const

/** Where musl has the list of files that are open, beside the three that always are (ofl.c). */
export const openFiles = 31644
/** One of them (stdio_impl.h). */
export const openFile = {
  flags: 0,
  refusesReads: 4,
  refusesWrites: 8,
  /** rpos, rend, wend, wpos, wbase. */
  places: [4, 8, 16, 20, 28],
  next: 56,
  descriptor: 60,
} as const
