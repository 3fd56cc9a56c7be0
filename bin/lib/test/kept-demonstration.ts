import { mkdirSync, readFileSync } from 'node:fs'
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
 * Fill a database with the demonstration, once for all installations of a run: each takes twenty seconds to do so, and
 * one after another they are waited for. `folder` holds it afterwards, and is the caller's to remove.
 */
export async function keepDemonstration(folder: string): Promise<void> {
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
    const cluster = await server.keep(path.join(folder, 'cluster'))
    writePrivateFile(recordIn(folder), JSON.stringify({ cluster, secrets } satisfies KeptDemonstration))
  } finally {
    await server.stop()
  }
}

/** What `environment` of a test program tells it of the demonstration kept in `folder`. */
export const environmentOfKept = (folder: string): Record<string, string> => ({
  [variable]: recordIn(folder),
})

/** The demonstration that was kept for this program; undefined when there is none, as when it runs alone. */
export function readKeptDemonstration(): KeptDemonstration | undefined {
  const file = process.env[variable]
  return file ? (JSON.parse(readFileSync(file, 'utf8')) as KeptDemonstration) : undefined
}
