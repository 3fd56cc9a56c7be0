import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { reachableBinaries, systemFolder } from './binaries.ts'
import { createCluster } from './cluster.ts'
import { type EmbeddedPostgres, handleOf, runOnSomePort } from './run-on-some-port.ts'
import { canEnter, chooseRunUser } from './run-user.ts'
import { startWatchdog } from './watchdog.ts'

/** Start an empty database in a temporary folder, fast rather than durable; `stop` removes it. */
export async function startThrowawayPostgres(
  options: { log?: (line: string) => void } = {},
): Promise<EmbeddedPostgres> {
  const user = chooseRunUser()
  const binaries = reachableBinaries(user)
  const parent = canEnter(user, tmpdir()) ? tmpdir() : systemFolder
  mkdirSync(parent, { recursive: true })
  const throwaway = mkdtempSync(path.join(realpathSync(parent), 'andromede-postgres-'))
  if (user !== undefined) chownSync(throwaway, user.uid, user.gid)
  chmodSync(throwaway, 0o700)
  const watchdog = startWatchdog(user, throwaway)
  const putAway = () => {
    watchdog.dismiss()
    rmSync(throwaway, { recursive: true, force: true })
  }
  try {
    const cluster = path.join(throwaway, 'data')
    const password = randomBytes(24).toString('hex')
    createCluster(cluster, { binaries, user, password, durable: false })
    const server = await runOnSomePort({
      binaries,
      cluster,
      user,
      isThrowaway: true,
      watchdog,
      log: options.log,
    })
    return handleOf(server, password, async () => {
      await server.postmaster.stop()
      putAway()
    })
  } catch (error) {
    putAway()
    throw error
  }
}
