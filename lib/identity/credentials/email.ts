/** Returns one spelling per mailbox: NFKC, trimmed, lower case. Call it before validation, never after. */
export function normaliseEmail(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase()
}
