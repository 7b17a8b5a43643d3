/** What is said of whatever was thrown. */
export function errorWords(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message
  if (typeof thrown === "object" && thrown !== null && "message" in thrown) return String(thrown.message)
  return String(thrown)
}
