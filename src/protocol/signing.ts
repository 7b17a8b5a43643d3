/**
 * Signed messages: what crosses from tab to tab. Each carries its HMAC over all else that it holds, the two addresses,
 * the conversation's nonce and a running number among it; so one that was changed, sent again, or taken from another
 * conversation is refused. After Jupyter's wire protocol, which signs but lets replays pass.
 */
import type {Signer} from "../base/signer.ts"

export const signatureScheme = "hmac-sha256"

/** A body that is larger is refused unread. A file of 5 MB (the kernel's limit) fits, also as text full of escapes. */
export const maxBodyBytes = 16 * 1024 * 1024
const maxNameLength = 200

export interface Sealed {
  readonly from: string
  readonly to: string
  /** The conversation that it belongs to. */
  readonly session: string
  /** Grows with each message of one end in a conversation. */
  readonly count: number
  readonly body: Uint8Array
  readonly signature: Uint8Array
}

/**
 * Why a message was refused: "malformed" (not of this shape, or not expected here), "tooLarge", "unsigned", "altered"
 * (the signature is not the key's for just these bytes), "replayed" (its number was there before, or its conversation is
 * over or was never held).
 */
export type RefusalReason = "malformed" | "tooLarge" | "unsigned" | "altered" | "replayed"
/** How many messages were refused, by reason. */
export type RefusedCounts = Readonly<Record<RefusalReason, number>>
export const noRefusals = (): Record<RefusalReason, number> => ({
  malformed: 0,
  tooLarge: 0,
  unsigned: 0,
  altered: 0,
  replayed: 0,
})

/** Printable ASCII: so that a character is a byte, and its JSON unambiguous. */
const isName = (value: unknown): value is string =>
  typeof value === "string" && value.length <= maxNameLength && /^[\x20-\x7e]*$/.test(value)

/** Checks the shape of what came, not its signature. */
export function readSealed(data: unknown): Sealed | RefusalReason {
  if (typeof data !== "object" || data === null) return "malformed"
  const {from, to, session, count, body, signature} = data as Readonly<Record<string, unknown>>
  if (signature === undefined) return "unsigned"
  if (!isName(from) || !isName(to) || !isName(session)) return "malformed"
  if (!Number.isSafeInteger(count) || (count as number) < 0) return "malformed"
  if (!(body instanceof Uint8Array) || !(signature instanceof Uint8Array)) return "malformed"
  if (body.length > maxBodyBytes) return "tooLarge"
  return {from, to, session, count: count as number, body, signature}
}

type Unsigned = Omit<Sealed, "signature">

function signedBytes({from, to, session, count, body}: Unsigned): Uint8Array {
  const head = `${JSON.stringify([signatureScheme, from, to, session, count])}\n`
  const bytes = new Uint8Array(head.length + body.length)
  for (let i = 0; i < head.length; i++) bytes[i] = head.charCodeAt(i)
  bytes.set(body, head.length)
  return bytes
}

export async function seal(signer: Signer, message: Unsigned): Promise<Sealed> {
  return {...message, signature: await signer.sign(signedBytes(message))}
}
export const isGenuine = (signer: Signer, sealed: Sealed): Promise<boolean> =>
  signer.verify(signedBytes(sealed), sealed.signature)

export interface LineParts {
  readonly signer: Signer
  /** The conversation: a nonce of each end, so that neither can be made to hear an old one again. */
  readonly session: string
  post(sealed: Sealed): void
  /** Whether the addresses are the other end's and one of this one's: what this end has said may come back to it. */
  isForHere(sealed: Sealed): boolean
  /** Gets each genuine message once, in the order of sending; the next one waits for what it returns. May throw: malformed. */
  deliver(sealed: Sealed): void | Promise<void>
  refuse(reason: RefusalReason): void
}

/** One end of a conversation. Signing and checking take their time; the order is kept all the same. */
export class SealedLine {
  private readonly parts: LineParts
  private sent = 0
  private heard = 0
  private sending: Promise<unknown> = Promise.resolve()
  private hearing: Promise<unknown> = Promise.resolve()

  constructor(parts: LineParts) {
    this.parts = parts
  }

  send(from: string, to: string, body: Uint8Array): void {
    const {signer, session, post} = this.parts
    const sealed = seal(signer, {from, to, session, count: ++this.sent, body})
    this.sending = this.sending.then(async () => post(await sealed))
  }
  /** Until all that was sent is on its way. */
  async flushed(): Promise<void> {
    await this.sending
  }

  accept(sealed: Sealed): void {
    const {signer, session, isForHere, refuse} = this.parts
    if (!isForHere(sealed)) {
      refuse("malformed")
      return
    }
    if (sealed.session !== session || sealed.count <= this.heard) {
      refuse("replayed")
      return
    }
    const genuine = isGenuine(signer, sealed)
    this.hearing = this.hearing.then(async () => this.hear(sealed, await genuine))
  }
  private async hear(sealed: Sealed, genuine: boolean): Promise<void> {
    const {refuse, deliver} = this.parts
    if (!genuine) refuse("altered")
    else if (sealed.count <= this.heard) refuse("replayed")
    else {
      this.heard = sealed.count
      try {
        await deliver(sealed)
      } catch {
        refuse("malformed")
      }
    }
  }
}
