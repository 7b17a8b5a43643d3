/** Text as the bytes that C and Lua have of it. */
const encoder = new TextEncoder()
const decoder = new TextDecoder("utf-8", {fatal: false})
export const encodeText = (text: string): Uint8Array => encoder.encode(text)
/** Bytes that are not UTF-8 become U+FFFD. The view may be of shared memory. */
export const decodeText = (bytes: Uint8Array): string => decoder.decode(bytes.slice())
const valueDecoder = new TextDecoder("utf-8", {fatal: false, ignoreBOM: true})
/** The same for a string value, of which a byte order mark is a part like any other. */
export const decodeValue = (bytes: Uint8Array): string => valueDecoder.decode(bytes.slice())
