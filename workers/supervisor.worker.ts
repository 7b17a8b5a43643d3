/** Entry point of the supervisor worker (transport/supervision.ts). */
import {MailboxWriter} from "../src/transport/mailbox.ts"
import {Supervision, SupervisorBell, type SupervisorRequest} from "../src/transport/supervision.ts"

const supervision = new Supervision(
  () => performance.now(),
  report => postMessage(report),
)
let read = 0
let wanted: SupervisorBell | undefined

/** One turn of the event loop: what has been posted is read. */
const turn = () => new Promise<void>(resolve => setTimeout(resolve, 0))

async function supervise(bell: SupervisorBell): Promise<never> {
  for (;;) {
    const {times} = bell
    while (read < bell.messages) await turn()
    bell.sleep(times, supervision.round())
  }
}

self.onmessage = ({data}: MessageEvent<SupervisorRequest>) => {
  read++
  if (data.kind === "watch") {
    const mailbox = new MailboxWriter(data.kernel.mailbox)
    supervision.watch(data.kernel, () => mailbox.readerState === "running")
  } else if (data.kind === "forget") {
    supervision.forget(data.id)
  } else if (data.kind === "schedule") {
    supervision.schedule(data.id, data.reason, data.everyMs)
  } else if (!wanted) {
    read += data.posted
    wanted = new SupervisorBell(data.bell)
    void supervise(wanted)
  }
}
