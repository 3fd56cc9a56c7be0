type FileKind = 'application/pdf' | 'image/png' | 'image/jpeg'

const kinds: Readonly<Record<string, FileKind>> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
}

/** Returns a file's type by its extension; null when not accepted. Pure. */
export function kindByName(name: string): FileKind | null {
  return kinds[/\.([A-Za-z0-9]{1,5})$/.exec(name)?.[1]?.toLowerCase() ?? ''] ?? null
}

/** Returns a file's type by its first bytes, independent of its name; null when not accepted. Pure. */
export function fileKind(content: Uint8Array): FileKind | null {
  const starts = (...bytes: number[]) => bytes.every((byte, at) => content[at] === byte)
  const ends = (...bytes: number[]) =>
    bytes.every((byte, at) => content[content.length - bytes.length + at] === byte)
  if (starts(0x25, 0x50, 0x44, 0x46, 0x2d)) {
    const tail = new TextDecoder('latin1').decode(content.subarray(-1_024))
    return tail.includes('%%EOF') ? 'application/pdf' : null
  }
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png'
  return starts(0xff, 0xd8, 0xff) && ends(0xff, 0xd9) ? 'image/jpeg' : null
}

/**
 * Returns the name with the extension of the real type, without characters that are special in headers or folders.
 * Pure.
 */
export function safeFileName(name: string, kind: string): string {
  const ending = { 'application/pdf': '.pdf', 'image/png': '.png', 'image/jpeg': '.jpg' }[kind] ?? ''
  const stem = name
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .normalize('NFD')
    .replace(/[^A-Za-z0-9 ._-]/g, '')
    .replace(/^\.+/, '')
    .trim()
  return `${stem.slice(0, 100) || 'document'}${ending}`
}
