import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type KeptCluster, startThrowawayPostgres } from '../../../db/embedded/index.ts'
import { writePrivateFile } from '../../../db/embedded/private-file.ts'
import { runAndromede } from '../database.ts'
import { makeSecrets, type Secrets } from '../secrets.ts'

/** A database with the demonstration in it, and the secrets that it was made with. */
export type KeptDemonstration = { cluster: KeptCluster; secrets: Secrets }

/** Names the record of a kept demonstration to those who may begin with it. */
const variable = 'KEPT_DEMONSTRATION'
const recordIn = (folder: string) => path.join(folder, 'demonstration.json')

/**
 * Fill a database with the demonstration, for installations to begin with: to fill it takes 25 seconds, to copy it half
 * a second. `folder` is made and holds it afterwards; it is the caller's to remove.
 */
export async function keepDemonstration(folder: string): Promise<KeptDemonstration> {
  mkdirSync(folder, { mode: 0o700 })
  const secrets = makeSecrets()
  const server = await startThrowawayPostgres()
  try {
    const options = {
      adminUrl: server.adminUrl,
      secrets,
      dataDir: folder,
      isEmbedded: true,
      smtp: {},
      // Of an installation on its usual ports: the demonstration's old mails say so, whoever shows them.
      portalUrl: 'http://localhost:3000',
      operatorUrl: 'http://localhost:3001',
      log: () => {},
    }
    await runAndromede('Preparing the database', ['prepare-database'], options)
    await runAndromede('Filling the demonstration', ['seed'], options)
    const kept = { cluster: await server.keep(path.join(folder, 'cluster')), secrets }
    // Last: where the record is, all of it is.
    writePrivateFile(recordIn(folder), JSON.stringify(kept))
    return kept
  } finally {
    await server.stop()
  }
}

/** What tells a test program of the demonstration kept in `folder`; nothing when none is there, or not whole. */
export function environmentOfKept(folder: string): Record<string, string> {
  const record = recordIn(folder)
  return existsSync(record) ? { [variable]: record } : {}
}

/** The demonstration that this program was told of; undefined when of none, as when it runs alone. */
export function readKeptDemonstration(): KeptDemonstration | undefined {
  const file = process.env[variable]
  return file ? (JSON.parse(readFileSync(file, 'utf8')) as KeptDemonstration) : undefined
}
