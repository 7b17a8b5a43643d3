/** The page's end of its one supervisor worker, made for the first kernel that can be poked from another thread. */
import {
  createSupervisorBell,
  type Supervised,
  SupervisorBell,
  type SupervisorReport,
  type SupervisorRequest,
} from "../transport/supervision.ts"

class Supervisor {
  readonly bell = createSupervisorBell()
  private readonly rope = new SupervisorBell(this.bell)
  private readonly worker: Worker
  private readonly overdue = new Map<string, () => void>()

  constructor() {
    this.worker = new Worker(new URL("../../workers/supervisor.worker.ts", import.meta.url), {
      type: "module",
      name: "moonstep supervisor",
    })
    this.worker.onmessage = ({data}: MessageEvent<SupervisorReport>) => this.overdue.get(data.overdue)?.()
    this.post({kind: "bell", bell: this.bell})
  }

  private post(request: SupervisorRequest): void {
    this.worker.postMessage(request)
    this.rope.announce()
  }

  /** @param onOverdue called when a program runs for too long and can't be reached. Answers what ends the watch. */
  watch(kernel: Supervised, onOverdue: () => void): () => void {
    this.overdue.set(kernel.id, onOverdue)
    this.post({kind: "watch", kernel})
    return () => {
      this.overdue.delete(kernel.id)
      this.post({kind: "forget", id: kernel.id})
    }
  }
}

let made: Supervisor | undefined

export function supervisor(): Supervisor {
  made ??= new Supervisor()
  return made
}
