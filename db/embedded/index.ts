/**
 * The PostgreSQL shipped with Andromède, for `npm start` on a fresh machine and for the tests. It is
 * a real server bound to 127.0.0.1 with a password of its own. The caller owns `dataDir`: at most one
 * call at a time per folder.
 */
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { reachableBinaries, systemFolder } from './binaries.ts'
import { adminName, checkCluster, createCluster } from './cluster.ts'
import { findFreePort, portState } from './free-port.ts'
import { clearLeftover } from './leftover.ts'
import { readRecord, writeRecord } from './record.ts'
import { StartRefusal } from './refusal.ts'
import { canEnter, chooseRunUser, type RunUser } from './run-user.ts'
import { type Postmaster, runPostmaster } from './server.ts'

export { StartRefusal } from './refusal.ts'

export type EmbeddedPostgres = {
  /** Superuser, database `postgres`. */
  adminUrl: string
  port: number
  /** Resolves when the server has ended, by `stop` or by itself. */
  exited: Promise<void>
  stop(): Promise<void>
}
type Options = { log?: (line: string) => void }

/**
 * Start the database kept in `dataDir`, making it first when there is none. Data survives `stop`.
 *
 * @throws StartRefusal when the folder holds a database this version cannot open; nothing is changed.
 */
export async function startEmbeddedPostgres(
  dataDir: string,
  options: Options = {},
): Promise<EmbeddedPostgres> {
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
    const cluster = await newClusterFolder(folder, user)
    const password = randomBytes(24).toString('hex')
    createCluster(cluster, { binaries, user, password, durable: true })
    const port = await findFreePort()
    record = { layout: 1, cluster: relativeInside(folder, cluster), password, port }
    writeRecord(folder, record)
  }
  const cluster = path.resolve(folder, record.cluster)
  checkCluster(cluster, binaries)
  await clearLeftover(cluster)
  const server = await runOnSomePort(record.port, (port) =>
    runPostmaster({ binaries, cluster, user, port, log: options.log ?? (() => {}) }),
  )
  if (server.port !== record.port) writeRecord(folder, { ...record, port: server.port })
  return handleOf(server, record.password, () => server.postmaster.stop())
}

/** Start an empty database in a temporary folder, fast rather than durable; `stop` removes it. */
export async function startThrowawayPostgres(options: Options = {}): Promise<EmbeddedPostgres> {
  const user = chooseRunUser()
  const binaries = reachableBinaries(user)
  const parent = canEnter(user, tmpdir()) ? tmpdir() : systemFolder
  mkdirSync(parent, { recursive: true })
  const throwaway = mkdtempSync(path.join(realpathSync(parent), 'andromede-postgres-'))
  try {
    if (user !== undefined) chownSync(throwaway, user.uid, user.gid)
    chmodSync(throwaway, 0o700)
    const cluster = path.join(throwaway, 'data')
    const password = randomBytes(24).toString('hex')
    createCluster(cluster, { binaries, user, password, durable: false })
    const server = await runOnSomePort(0, (port) =>
      runPostmaster({ binaries, cluster, user, port, throwaway, log: options.log ?? (() => {}) }),
    )
    return handleOf(server, password, async () => {
      await server.postmaster.stop()
      rmSync(throwaway, { recursive: true, force: true })
    })
  } catch (error) {
    rmSync(throwaway, { recursive: true, force: true })
    throw error
  }
}

async function newClusterFolder(dataDir: string, user: RunUser): Promise<string> {
  if (canEnter(user, dataDir)) {
    const inside = path.join(dataDir, 'postgres')
    if (existsSync(inside))
      throw new StartRefusal(
        `${inside} exists but is not recorded as a database; move it away or choose another DATA_DIR.`,
      )
    return inside
  }
  const clusters = path.join(systemFolder, 'clusters')
  mkdirSync(clusters, { recursive: true, mode: 0o755 })
  return path.join(clusters, randomBytes(8).toString('hex'))
}

function relativeInside(dataDir: string, cluster: string): string {
  const relative = path.relative(dataDir, cluster)
  return relative.startsWith('..') ? cluster : relative
}

type Running = { port: number; postmaster: Postmaster }

async function runOnSomePort(
  preferred: number,
  run: (port: number) => ReturnType<typeof runPostmaster>,
): Promise<Running> {
  for (let tries = 0; tries < 8; tries += 1) {
    const wanted = tries === 0 && preferred > 0 && (await portState(preferred, '127.0.0.1')) === 'free'
    const port = wanted ? preferred : await findFreePort()
    const started = await run(port)
    if (started.outcome === 'ready') return { port, postmaster: started.postmaster }
  }
  throw new StartRefusal('The embedded PostgreSQL found no free port on 127.0.0.1.')
}

function handleOf(server: Running, password: string, stop: () => Promise<void>): EmbeddedPostgres {
  const adminUrl = `postgres://${adminName}:${password}@127.0.0.1:${server.port}/postgres`
  return { adminUrl, port: server.port, exited: server.postmaster.exited, stop }
}
