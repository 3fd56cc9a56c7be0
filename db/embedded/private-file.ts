import { chownSync, renameSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/**
 * Replace `file` atomically, readable by its owner only. Root gives it to the owner of the folder, so that a data
 * folder once started as root still opens for its user.
 */
export function writePrivateFile(file: string, text: string): void {
  const draft = `${file}.draft`
  writeFileSync(draft, text, { mode: 0o600 })
  if (process.getuid?.() === 0) {
    const owner = statSync(path.dirname(file))
    chownSync(draft, owner.uid, owner.gid)
  }
  renameSync(draft, file)
}
