/** One spelling per mailbox: NFKC, trimmed, lower case. Done before the address is checked, never after. */
export function normaliseEmail(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase()
}
