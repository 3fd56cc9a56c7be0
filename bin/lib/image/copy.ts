import { chmodSync, copyFileSync, lstatSync, mkdirSync, readlinkSync, symlinkSync } from 'node:fs'
import path from 'node:path'

/**
 * Copies a file or a link. Everyone may read the copy, and execute it if anyone may execute the source: the modes of a
 * checkout follow from the umask of its account, and the user of an image is another one.
 */
export function copyReadable(source: string, to: string): void {
  const kind = lstatSync(source)
  if (kind.isDirectory()) return
  makeReadableFolder(path.dirname(to))
  if (kind.isSymbolicLink()) symlinkSync(readlinkSync(source), to)
  else {
    copyFileSync(source, to)
    chmodSync(to, kind.mode & 0o111 ? 0o755 : 0o644)
  }
}

/** Creates a folder, and those above it that are missing, for everyone to read. */
export function makeReadableFolder(folder: string): void {
  const first = mkdirSync(folder, { recursive: true })
  if (first === undefined) return
  for (let each = folder; each.length >= first.length; each = path.dirname(each)) chmodSync(each, 0o755)
}
