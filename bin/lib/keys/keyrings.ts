import { chmodSync, chownSync, existsSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { RunUser } from '../../../db/embedded/run-user.ts'
import { type EncryptionKeys, keyringFor } from '../../../lib/kernel/secrets/keyring-form.ts'
import { type KeyHolder, purposesOf } from '../../../lib/kernel/secrets/purposes.ts'

const fileOf = (dataDir: string, holder: KeyHolder) => path.join(dataDir, 'keyrings', `${holder}.json`)

/** Writes the keys of one process for its user alone, and returns the file. The process reads it again on its own. */
export function writeKeyring(
  dataDir: string,
  holder: KeyHolder,
  keys: EncryptionKeys,
  user: RunUser | undefined,
): string {
  const file = fileOf(dataDir, holder)
  // Each process passes through, and opens its own file only.
  mkdirSync(path.dirname(file), { recursive: true })
  chmodSync(path.dirname(file), 0o711)
  replace(file, keyringFor(holder, keys), user)
  return file
}

/** Gives running processes other keys; those that were never started are left out. */
export function rewriteKeyrings(dataDir: string, keys: EncryptionKeys): void {
  for (const holder of Object.keys(purposesOf) as KeyHolder[]) {
    const file = fileOf(dataDir, holder)
    if (existsSync(file)) replace(file, keyringFor(holder, keys), statSync(file))
  }
}

function replace(file: string, text: string, owner: { uid: number; gid: number } | undefined): void {
  const draft = `${file}.draft`
  writeFileSync(draft, `${text}\n`, { mode: 0o600 })
  if (owner && process.getuid?.() === 0) chownSync(draft, owner.uid, owner.gid)
  renameSync(draft, file)
}
