import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { StartRefusal } from '../../db/embedded/index.ts'
import { writePrivateFile } from '../../db/embedded/private-file.ts'
import { type DatabaseRole, databaseRoles } from '../../db/roles.ts'
import { faultOfKey } from '../../lib/kernel/secrets/installation-secrets.ts'
import type { EncryptionKeys } from '../../lib/kernel/secrets/keyring-form.ts'

/** The secrets that an installation must keep: sessions, sealed columns and open tabs depend on them. */
export type Secrets = {
  nextAuthSecret: string
  /** Seals the arguments of server actions; stable, so that a page opened before a new build still works. */
  serverActionsKey: string
  /** 32 bytes in base64: seals the secret columns of the database. */
  encryptionKey: string
  /** While a rotation is under way, the key that it changes to, or the one that it changes from; both only open. */
  nextEncryptionKey?: string
  previousEncryptionKey?: string
  rolePasswords: Record<DatabaseRole, string>
}

/** Every key that opens sealed columns; the first one seals. */
export function encryptionKeysOf(
  secrets: Pick<Secrets, 'encryptionKey' | 'nextEncryptionKey' | 'previousEncryptionKey'>,
): EncryptionKeys {
  const { encryptionKey, nextEncryptionKey, previousEncryptionKey } = secrets
  return [
    encryptionKey,
    ...(nextEncryptionKey ? [nextEncryptionKey] : []),
    ...(previousEncryptionKey ? [previousEncryptionKey] : []),
  ]
}

/** Secrets for a new installation. */
export function makeSecrets(): Secrets {
  return {
    nextAuthSecret: randomBytes(32).toString('base64'),
    serverActionsKey: randomBytes(32).toString('base64'),
    encryptionKey: randomBytes(32).toString('base64'),
    rolePasswords: rolePasswords({}),
  }
}

/** The secrets of `dataDir`, created at the first call. @throws StartRefusal when they are damaged. */
export function loadSecrets(dataDir: string): Secrets {
  const file = path.join(dataDir, 'secrets.json')
  const kept = readKept(file)
  if (!kept) return save(file, makeSecrets())
  const secrets = { ...kept, rolePasswords: rolePasswords(kept.rolePasswords) }
  return isComplete(kept.rolePasswords) ? secrets : save(file, secrets)
}

/** The secrets of `dataDir` for a command, which creates none; null if there are none. @throws StartRefusal */
export function readKeptSecrets(dataDir: string): Secrets | null {
  const file = path.join(dataDir, 'secrets.json')
  const kept = readKept(file)
  if (!kept) return null
  const { rolePasswords: passwords } = kept
  if (isComplete(passwords)) return { ...kept, rolePasswords: passwords }
  throw new StartRefusal(`${file} lacks passwords that this version needs; run npm start once.`)
}

/** The keys of sealed columns in `dataDir`, whose other secrets may be of an older version; null if there are none. */
export function readKeptKeys(dataDir: string): EncryptionKeys | null {
  const kept = readKept(path.join(dataDir, 'secrets.json'))
  return kept && encryptionKeysOf(kept)
}

/** Replaces the secrets of `dataDir`. */
export const saveSecrets = (dataDir: string, secrets: Secrets): Secrets =>
  save(path.join(dataDir, 'secrets.json'), secrets)

/** What to do about a malformed or weak key: stored data depends on only one of them. */
const remedies = {
  nextAuthSecret: 'put a new one there (openssl rand -base64 32): everybody signs in again',
  serverActionsKey: 'put a new one there (openssl rand -base64 32): pages that are open are loaded again',
  encryptionKey: 'restore it: sealed data depends on it',
  nextEncryptionKey: 'restore it: sealed data depends on it',
  previousEncryptionKey: 'restore it: sealed data depends on it',
}

type KeptSecrets = Omit<Secrets, 'rolePasswords'> & { rolePasswords: Partial<Secrets['rolePasswords']> }

function readKept(file: string): KeptSecrets | null {
  if (!existsSync(file)) return null
  let kept: Partial<Secrets>
  try {
    kept = JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>
  } catch {
    // Do not include the parser's message: it quotes the text.
    throw new StartRefusal(`${file} cannot be read; restore it: sealed data depends on it.`)
  }
  const { nextAuthSecret, serverActionsKey, encryptionKey, nextEncryptionKey, previousEncryptionKey } = kept
  if (!nextAuthSecret || !serverActionsKey || !encryptionKey) {
    throw new StartRefusal(`${file} is incomplete; restore it: sealed data depends on it.`)
  }
  const keys = {
    ...{ nextAuthSecret, serverActionsKey, encryptionKey },
    ...(nextEncryptionKey && { nextEncryptionKey }),
    ...(previousEncryptionKey && { previousEncryptionKey }),
  }
  for (const [name, key] of Object.entries(keys)) {
    const fault = faultOfKey(key)
    if (fault) throw new StartRefusal(`${file}: ${name} ${fault}; ${remedies[name as keyof typeof keys]}.`)
  }
  return { ...keys, rolePasswords: kept.rolePasswords ?? {} }
}

const isComplete = (passwords: KeptSecrets['rolePasswords']): passwords is Secrets['rolePasswords'] =>
  databaseRoles.every((role) => passwords[role])

function rolePasswords(known: Partial<Record<DatabaseRole, string>>): Record<DatabaseRole, string> {
  const pairs = databaseRoles.map((role) => [role, known[role] ?? randomBytes(24).toString('hex')] as const)
  return Object.fromEntries(pairs) as Record<DatabaseRole, string>
}

function save(file: string, secrets: Secrets): Secrets {
  writePrivateFile(file, `${JSON.stringify(secrets, null, 2)}\n`)
  return secrets
}
