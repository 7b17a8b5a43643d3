/** The page's end of its one supervisor worker, made for the first kernel that can be poked from another thread. */
import {
  createSupervisorBell,
  type Supervised,
  SupervisorBell,
  type SupervisorReport,
  type SupervisorRequest,
} from "../../transport/supervision.ts"

/**
 * A thread that allocates nothing collects nothing: the memories of kernels that have ended would stay with it, and their
 * address space is scarce. After so many it is made anew, and when none is left it ends.
 */
const forgottenLimit = 8

interface Ward {
  readonly kernel: Supervised
  readonly onOverdue: () => void
}

class Supervisor {
  readonly bell = createSupervisorBell()
  private readonly rope = new SupervisorBell(this.bell)
  private worker: Worker | undefined
  private readonly wards = new Map<string, Ward>()
  private forgotten = 0

  private start(): void {
    const worker = new Worker(new URL("../../../workers/supervisor.worker.ts", import.meta.url), {
      type: "module",
      name: "moonstep supervisor",
    })
    worker.onmessage = ({data}: MessageEvent<SupervisorReport>) => this.wards.get(data.overdue)?.onOverdue()
    this.worker = worker
    this.forgotten = 0
    this.post({kind: "bell", bell: this.bell, posted: this.rope.messages})
    for (const {kernel} of this.wards.values()) this.post({kind: "watch", kernel})
  }
  private stop(): void {
    this.worker?.terminate()
    this.worker = undefined
  }

  private post(request: SupervisorRequest): void {
    this.worker?.postMessage(request)
    this.rope.announce()
  }

  /** @param onOverdue called when a program runs for too long and can't be reached. Answers what ends the watch. */
  watch(kernel: Supervised, onOverdue: () => void): () => void {
    this.wards.set(kernel.id, {kernel, onOverdue})
    if (this.worker) this.post({kind: "watch", kernel})
    else this.start()
    return () => {
      this.wards.delete(kernel.id)
      this.forgotten++
      if (this.wards.size > 0 && this.forgotten < forgottenLimit) {
        this.post({kind: "forget", id: kernel.id})
        return
      }
      this.stop()
      if (this.wards.size > 0) this.start()
    }
  }
}

let made: Supervisor | undefined

export function supervisor(): Supervisor {
  made ??= new Supervisor()
  return made
}
