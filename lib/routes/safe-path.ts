/**
 * Returns `text` when it is a path on this site, otherwise null: input from an address must not lead elsewhere. Pure.
 */
export function safePath(text: unknown): string | null {
  if (typeof text !== 'string' || text.length > 500) return null
  // Browsers read a backslash as a slash, and drop tabs and line ends inside an address.
  if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(text) || text.includes('\\')) return null
  return text
}
