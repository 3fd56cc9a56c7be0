import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type KeptCluster, startThrowawayPostgres } from '../../../db/embedded/index.ts'
import { writePrivateFile } from '../../../db/embedded/private-file.ts'
import { runAndromede } from '../database.ts'
import { makeSecrets, type Secrets } from '../secrets.ts'

/** A database with the demonstration, and its secrets. */
export type KeptDemonstration = { cluster: KeptCluster; secrets: Secrets }

/** Environment variable with the path of a kept demonstration's record. */
const variable = 'KEPT_DEMONSTRATION'
const recordIn = (folder: string) => path.join(folder, 'demonstration.json')

/**
 * Fill a database with the demonstration, for installations to start from: filling takes 40 seconds, copying half a
 * second. Creates `folder`, which the caller removes.
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
      // Like an installation on the default ports: the links in the demonstration's old mails use them.
      portalUrl: 'http://localhost:3000',
      operatorUrl: 'http://localhost:3001',
      log: () => {},
    }
    await runAndromede('Preparing the database', ['prepare-database'], options)
    await runAndromede('Filling the demonstration', ['seed'], options)
    const kept = { cluster: await server.keep(path.join(folder, 'cluster')), secrets }
    // Last: the record marks the demonstration as complete.
    writePrivateFile(recordIn(folder), JSON.stringify(kept))
    return kept
  } finally {
    await server.stop()
  }
}

/**
 * The environment that points a test program to the demonstration in `folder`; empty if it is missing or incomplete.
 */
export function environmentOfKept(folder: string): Record<string, string> {
  const record = recordIn(folder)
  return existsSync(record) ? { [variable]: record } : {}
}

/** The demonstration given to this program; undefined if none, as when it runs alone. */
export function readKeptDemonstration(): KeptDemonstration | undefined {
  const file = process.env[variable]
  return file ? (JSON.parse(readFileSync(file, 'utf8')) as KeptDemonstration) : undefined
}
