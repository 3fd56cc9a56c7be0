/**
 * The text of a file written by a spreadsheet: UTF-8, UTF-16 with its byte order mark, or else Windows-1252, which
 * cannot be detected. Pure.
 */
export function decodeList(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
