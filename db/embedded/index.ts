/**
 * The PostgreSQL bundled with Andromède, for `npm start` on a fresh machine and for the tests: a real server bound
 * to 127.0.0.1 with its own password. The caller owns `dataDir`: at most one call at a time per folder.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { reachableBinaries } from './binaries.ts'
import { checkCluster, createCluster } from './cluster.ts'
import { chooseClusterFolder, nameCluster } from './cluster-folder.ts'
import { findFreePort } from './free-port.ts'
import { keepRunning } from './keep-running.ts'
import { clearLeftover } from './leftover.ts'
import { readRecord, writeRecord } from './record.ts'
import { StartRefusal } from './refusal.ts'
import { type EmbeddedPostgres, handleOf, runOnSomePort } from './run-on-some-port.ts'
import { chooseRunUser } from './run-user.ts'
import { type Postmaster, type PostmasterOptions, runPostmaster } from './server.ts'
import { startWatchdog } from './watchdog.ts'

export { placeOf } from './place.ts'
export { StartRefusal } from './refusal.ts'
export type { EmbeddedPostgres } from './run-on-some-port.ts'
export { type KeptCluster, startThrowawayPostgres, type ThrowawayPostgres } from './throwaway.ts'

/** A server that is restarted when it ends by itself. */
export type KeptPostgres = EmbeddedPostgres & {
  /** Resolves with the reason when it cannot be kept running. */
  lost: Promise<string>
}

/**
 * Start the database kept in `dataDir`, creating it if there is none, and keep it running. Data survives `stop`.
 *
 * @throws StartRefusal when the folder holds a database that this version cannot open; nothing is changed.
 */
export async function startEmbeddedPostgres(
  dataDir: string,
  options: { log?: (line: string) => void; report?: (line: string) => void } = {},
): Promise<KeptPostgres> {
  mkdirSync(dataDir, { recursive: true })
  const folder = realpathSync(dataDir)
  let record = readRecord(folder)
  const existing = record === undefined ? undefined : path.resolve(folder, record.cluster)
  if (existing !== undefined && !existsSync(existing)) {
    throw new StartRefusal(
      `The database recorded in ${folder} is missing: ${existing} does not exist; restore it or choose another DATA_DIR.`,
    )
  }
  const user = chooseRunUser(existing)
  const binaries = reachableBinaries(user)
  if (record === undefined) {
    const cluster = chooseClusterFolder(folder, user)
    const password = randomBytes(24).toString('hex')
    createCluster(cluster, { binaries, user, password, durable: true })
    const port = await findFreePort()
    record = { layout: 1, cluster: nameCluster(folder, cluster), password, port }
    writeRecord(folder, record)
  }
  const cluster = path.resolve(folder, record.cluster)
  checkCluster(cluster, binaries)
  await clearLeftover(cluster)
  const watchdog = startWatchdog(user)
  try {
    const { log = () => {}, report = () => {} } = options
    const asked = { binaries, cluster, user, isThrowaway: false, watchdog, log }
    const server = await runOnSomePort(asked, record.port)
    const { port } = server
    if (port !== record.port) writeRecord(folder, { ...record, port })
    const kept = keepRunning(server.postmaster, {
      restart: (signal) => runAgain({ ...asked, port, signal }),
      report,
    })
    const stop = async () => {
      await kept.stop()
      watchdog.dismiss()
    }
    return { ...handleOf(server, record.password, stop), lost: kept.lost }
  } catch (error) {
    watchdog.dismiss()
    throw error
  }
}

/** On the same port as before, which the clients know. */
async function runAgain(options: PostmasterOptions): Promise<Postmaster> {
  await clearLeftover(options.cluster, options.signal)
  const again = await runPostmaster(options)
  if (again.outcome === 'ready') return again.postmaster
  throw new StartRefusal(`Port ${options.port} of 127.0.0.1 was taken by another program.`)
}
