import path from 'node:path'
import postgres from 'postgres'
import { StartRefusal } from '~/db/embedded/index'
import { withKeysTurn } from '~/db/sealed/rotation-state'
import { readVariable } from '~/lib/kernel/configuration/read'
import { readEncryptionKeys } from '~/lib/kernel/secrets/keyring'
import { keyIdOf } from '~/lib/kernel/secrets/keyring-form'
import { withDatabase } from '../lib/backup/with-database'
import { admitNextKey, leavePreviousKey, type RotationOptions } from '../lib/keys/rotate'
import { rotateDataFolder } from '../lib/keys/rotate-data-folder'
import { roleUrls } from '../lib/roles'
import { root } from '../lib/root'
import { readKeptSecrets } from '../lib/secrets'
import type { Command } from './command'
import { findRoleAddresses } from './role-addresses'

export const rotateKeyCommand: Command = {
  summary: 'replace ENCRYPTION_KEY while everything runs; after an interruption the same command goes on',
  process: 'command',
  async run(args) {
    if (args.length > 0) {
      console.error('usage: rotate-key')
      return 2
    }
    if (readVariable('ENCRYPTION_KEY')) await rotateGivenKeys()
    else await rotateKeptKeys()
    return 0
  },
}

/** The installation of `npm start`: its processes read the files of their keys again on their own. */
async function rotateKeptKeys(): Promise<void> {
  const dataDir = path.resolve(root, readVariable('DATA_DIR') ?? '.data')
  const rotate = (url: string) => asOwner(url, (options) => rotateDataFolder(dataDir, options))
  const secrets = readKeptSecrets(dataDir)
  if (!secrets)
    throw new StartRefusal(`ENCRYPTION_KEY is not set, and ${dataDir} holds no secrets of an installation.`)
  if (readVariable('ADMIN_DATABASE_URL') ?? readVariable('DATABASE_URL'))
    await rotate(findRoleAddresses().urls.andromede_migrator)
  else
    await withDatabase(dataDir, (adminUrl) =>
      rotate(roleUrls(adminUrl, secrets.rolePasswords).andromede_migrator),
    )
  console.log('the key is rotated; make a backup and a new escrow: older ones hold the former key only')
}

/** An operator gives the keys to the processes, and calls this after each of the two steps. */
async function rotateGivenKeys(): Promise<void> {
  const keys = readEncryptionKeys()
  const [isNext, isPrevious] = [readVariable('ENCRYPTION_KEY_NEXT'), readVariable('ENCRYPTION_KEY_PREVIOUS')]
  if (!isNext === !isPrevious)
    throw new StartRefusal(
      'Set ENCRYPTION_KEY_NEXT to begin a rotation, or ENCRYPTION_KEY_PREVIOUS to end one; see docs/operating/keys.md.',
    )
  if (new Set(keys).size < keys.length)
    throw new StartRefusal(
      'ENCRYPTION_KEY and the other key are the same; make a new one with: openssl rand -base64 32',
    )
  await asOwner(findRoleAddresses().urls.andromede_migrator, async (options) => {
    if (isNext) {
      await admitNextKey(options, keys)
      console.log(
        `now give every process ${keyIdOf(isNext)} as ENCRYPTION_KEY and ${keyIdOf(keys[0])} as ENCRYPTION_KEY_PREVIOUS, and run rotate-key with the same`,
      )
      return
    }
    await leavePreviousKey(options, keys)
    console.log(
      'remove ENCRYPTION_KEY_PREVIOUS from every process; make a backup and a new escrow: older ones hold the former key only',
    )
  })
}

async function asOwner(url: string, rotate: (options: RotationOptions) => Promise<void>): Promise<void> {
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => undefined })
  try {
    const done = await withKeysTurn(url, 'rotation', async () => {
      await rotate({ sql, report: console.log })
      return true
    })
    if (!done) throw new StartRefusal('Another rotate-key or a backup is running; run it again afterwards.')
  } finally {
    await sql.end({ timeout: 2 })
  }
}
