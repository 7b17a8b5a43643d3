/** HMAC-SHA256 by WebCrypto. */
import type {Signer} from "../../base/signer.ts"

const algorithm: HmacKeyGenParams = {name: "HMAC", hash: "SHA-256"}

/** A random key that never leaves the browser. */
export const makeKey = (): Promise<CryptoKey> => crypto.subtle.generateKey(algorithm, false, ["sign", "verify"])

/** A view's bytes as WebCrypto wants them: it takes no shared memory, and nobody here signs any. */
const plain = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes)

export const signerOf = (key: CryptoKey): Signer => ({
  sign: async bytes => new Uint8Array(await crypto.subtle.sign("HMAC", key, plain(bytes))),
  verify: (bytes, signature) => crypto.subtle.verify("HMAC", key, plain(signature), plain(bytes)),
})

/** A nonce: 16 random bytes. */
export const makeNonce = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("")
