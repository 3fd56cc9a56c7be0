import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { StartRefusal } from '~/db/embedded/index'
import { readVariable } from '~/lib/kernel/configuration/read'
import { rolePasswordsIn } from '~/lib/kernel/secrets/role-passwords'
import { type Keeper, writeEscrow } from '../lib/backup/escrow'
import { root } from '../lib/root'
import { readKeptKeys } from '../lib/secrets'
import type { Command } from './command'

const usage = 'usage: escrow FOLDER --to NAME=age1… --to NAME=age1… [--to NAME=age1… …]'

export const escrowCommand: Command = {
  summary: 'encrypt the secrets so that any two of the named people open them together, and none alone',
  process: 'command',
  async run(args) {
    const asked = parse(args)
    if (!asked) {
      console.error(usage)
      return 2
    }
    const files = await writeEscrow(asked.folder, readSecrets(), asked.keepers)
    console.log(`written to ${asked.folder}: ${files.join(', ')}; README there tells how to open them`)
    return 0
  },
}

function parse(args: string[]): { folder: string; keepers: Keeper[] } | undefined {
  try {
    const options = { to: { type: 'string', multiple: true } } as const
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    const [folder, ...rest] = positionals
    const keepers = (values.to ?? []).map((each) => each.split('=', 2))
    if (!folder || rest.length > 0 || keepers.some((each) => each.length < 2)) return undefined
    return { folder: path.resolve(folder), keepers: keepers.map(([name = '', key = '']) => ({ name, key })) }
  } catch {
    return undefined
  }
}

/**
 * `secrets.json` of DATA_DIR, or with a server of the operator's what the variables hold and nothing can replace: other
 * keys of the processes may be made anew. The passphrase of the repository is added to either.
 */
function readSecrets(): string {
  const dataDir = path.resolve(root, readVariable('DATA_DIR') ?? '.data')
  const encryptionKey = readVariable('ENCRYPTION_KEY')
  const pgBackRestCipherPass = readVariable('PGBACKREST_REPO1_CIPHER_PASS')
  if (!encryptionKey && readKeptKeys(dataDir)) {
    const kept = readFileSync(path.join(dataDir, 'secrets.json'), 'utf8')
    return pgBackRestCipherPass === undefined ? kept : textOf({ ...JSON.parse(kept), pgBackRestCipherPass })
  }
  if (!encryptionKey)
    throw new StartRefusal(`ENCRYPTION_KEY is not set, and ${dataDir} holds no secrets of an installation.`)
  const passwords = readVariable('ROLE_PASSWORDS')
  return textOf({
    encryptionKey,
    nextEncryptionKey: readVariable('ENCRYPTION_KEY_NEXT'),
    previousEncryptionKey: readVariable('ENCRYPTION_KEY_PREVIOUS'),
    rolePasswords: passwords && rolePasswordsIn(passwords),
    pgBackRestCipherPass,
  })
}

const textOf = (secrets: object) => `${JSON.stringify(secrets, null, 2)}\n`
