/**
 * Signs and checks bytes under one secret key. HMAC-SHA256 by WebCrypto on a page; given to the layers that know no
 * platform.
 */
export interface Signer {
  sign(bytes: Uint8Array): Promise<Uint8Array>
  /** Compares in constant time. */
  verify(bytes: Uint8Array, signature: Uint8Array): Promise<boolean>
}
