import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import path from 'node:path'
import { reachableBinaries } from './binaries.ts'
import { createCluster } from './cluster.ts'
import { clearLeftover } from './leftover.ts'
import { type EmbeddedPostgres, handleOf, runOnSomePort } from './run-on-some-port.ts'
import { chooseRunUser } from './run-user.ts'
import { runPostmaster, type StopMode } from './server.ts'
import { chooseThrowawayFolder } from './throwaway-folder.ts'
import { startWatchdog } from './watchdog.ts'

/** A stopped cluster with the password of its superuser; the caller removes `folder`. */
export type KeptCluster = { folder: string; password: string }

export type ThrowawayPostgres = EmbeddedPostgres & {
  /** Restart the server on the same port with the same data. */
  restart(mode: StopMode): Promise<void>
  /** Stop the server for good; its folder is removed by `stop`. */
  halt(): Promise<void>
  /** Stop the server for good and keep its data at `folder`, for others to start `like` it. */
  keep(folder: string): Promise<KeptCluster>
}

/**
 * Start a database in a folder that `stop` removes, empty or as a copy of the kept cluster `like`. Fast rather than
 * durable, in memory if there is room, unless `isDurable`: only then do commits survive an immediate restart.
 */
export async function startThrowawayPostgres(
  options: {
    log?: (line: string) => void
    isDurable?: boolean
    /** Standbys can follow it; a crash of the machine may still lose it. */
    isReplicated?: boolean
    like?: KeptCluster | undefined
  } = {},
): Promise<ThrowawayPostgres> {
  const user = chooseRunUser()
  const binaries = reachableBinaries(user)
  const parent = chooseThrowawayFolder(user, options.isDurable ?? false)
  mkdirSync(parent, { recursive: true })
  const throwaway = mkdtempSync(path.join(realpathSync(parent), 'andromede-postgres-'))
  if (user !== undefined) chownSync(throwaway, user.uid, user.gid)
  // Other users must reach the socket; only its owner may enter the cluster next to it.
  chmodSync(throwaway, 0o711)
  const watchdog = startWatchdog(user, throwaway)
  const cleanUp = () => {
    watchdog.dismiss()
    rmSync(throwaway, { recursive: true, force: true })
  }
  try {
    const cluster = path.join(throwaway, 'data')
    const password = options.like?.password ?? randomBytes(24).toString('hex')
    if (options.like) copyCluster(options.like.folder, cluster)
    else createCluster(cluster, { binaries, user, password, durable: options.isDurable ?? false })
    const asked = {
      binaries,
      cluster,
      user,
      isThrowaway: !options.isDurable,
      isReplicated: options.isReplicated,
      watchdog,
      log: options.log ?? (() => {}),
    }
    const server = await runOnSomePort(asked)
    const { port, postmaster } = server
    let running = postmaster
    const stop = async () => {
      await running.stop()
      cleanUp()
    }
    const restart = async (mode: StopMode) => {
      await running.stop(mode)
      await clearLeftover(cluster)
      const again = await runPostmaster({ ...asked, port })
      if (again.outcome !== 'ready') throw new Error(`port ${port} was taken while the server was away`)
      running = again.postmaster
    }
    const halt = () => running.stop('fast')
    const keep = async (folder: string) => {
      await halt()
      copyCluster(cluster, folder)
      return { folder, password }
    }
    return { ...handleOf(server, password, stop), restart, halt, keep }
  } catch (error) {
    cleanUp()
    throw error
  }
}

/** Keep owner and modes, without which PostgreSQL does not open it; Node copies neither. */
function copyCluster(from: string, to: string): void {
  execFileSync('cp', ['-a', from, to])
}
