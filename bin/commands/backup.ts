import path from 'node:path'
import { StartRefusal } from '~/db/embedded/index'
import { readVariable } from '~/lib/kernel/configuration/read'
import { faultOfAddress, passwordsIn } from '~/lib/kernel/secrets/address-passwords'
import { checkDatabase, type Finding } from '../lib/backup/check-database'
import { makeBackup } from '../lib/backup/make-backup'
import { verifyBackup } from '../lib/backup/verify-backup'
import { withDatabase } from '../lib/backup/with-database'
import type { Command } from './command'
import { dataDirOfEmbedded } from './embedded-data-dir'

const usage =
  'usage: backup FOLDER\n       backup verify FOLDER\n       backup verify --database  (its address: DATABASE_URL)'

/** Works while `npm start` runs, and also while it does not. */
export const backupCommand: Command = {
  summary:
    'copy the installation of npm start to a new folder; verify FOLDER restores a backup and checks it',
  process: 'command',
  async run(args) {
    const [first, second, third, ...rest] = args
    if (first === 'verify' && second === '--database' && rest.length === 0)
      return report(await verifyDatabase(addressOf(third)))
    if (first === 'verify' && second && !second.startsWith('-') && third === undefined)
      return report(await verifyBackup(path.resolve(second)))
    if (first && first !== 'verify' && !first.startsWith('-') && args.length === 1)
      return backUp(path.resolve(first))
    console.error(usage)
    return 2
  },
}

async function backUp(target: string): Promise<number> {
  const dataDir = dataDirOfEmbedded()
  const startedAt = performance.now()
  const { files, timeline } = await withDatabase(dataDir, (adminUrl) => makeBackup(dataDir, adminUrl, target))
  const megabytes = files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6
  const seconds = (performance.now() - startedAt) / 1000
  console.log(
    `backed up to ${target}: ${megabytes.toFixed(1)} MB in ${seconds.toFixed(1)} s, timeline ${timeline}; it holds all secrets`,
  )
  return 0
}

/**
 * Every user of a machine reads the command lines of others. An address without a password may stand there: the password
 * then comes from where the server needs none.
 */
function addressOf(given: string | undefined): string {
  const address = given ?? readVariable('DATABASE_URL')
  if (!address) throw new StartRefusal('DATABASE_URL is not set: it is the address of the copy.')
  if (given !== undefined && faultOfAddress(given) === null && passwordsIn(given).length > 0)
    throw new StartRefusal(
      'The address on the command line holds a password, which others can read there; set DATABASE_URL or DATABASE_URL_FILE instead.',
    )
  return address
}

/** A copy that was restored elsewhere, by the key in ENCRYPTION_KEY; nothing is changed in it. */
async function verifyDatabase(address: string): Promise<Finding[]> {
  const fault = faultOfAddress(address)
  if (fault) throw new StartRefusal(`ADDRESS ${fault}`)
  if (!readVariable('ENCRYPTION_KEY'))
    throw new StartRefusal('ENCRYPTION_KEY is not set: it is the one of the original.')
  return checkDatabase(address, null)
}

function report(findings: readonly Finding[]): number {
  for (const { isProved, line } of findings) console.log(`${isProved ? 'proved' : 'falls short'}: ${line}`)
  const short = findings.filter(({ isProved }) => !isProved).length
  console.log(short === 0 ? 'the backup can be restored' : `the backup falls short in ${short} points`)
  return short === 0 ? 0 : 1
}
