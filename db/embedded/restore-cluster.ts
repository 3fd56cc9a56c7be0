import { chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { reachableBinaries } from './binaries.ts'
import { checkCluster } from './cluster.ts'
import { chooseClusterFolder, nameCluster, outsideClusters } from './cluster-folder.ts'
import { clearLeftover } from './leftover.ts'
import { readRecord, writeRecord } from './record.ts'
import { runOnSomePort } from './run-on-some-port.ts'
import { chooseRunUser } from './run-user.ts'
import { unpack } from './unpack.ts'
import { startWatchdog } from './watchdog.ts'

/** Replay what the copy carries and accept writes afterwards, on a timeline of its own. */
const recoverySettings = {
  restore_command: 'false',
  recovery_target_timeline: 'current',
  hot_standby: 'off',
}

export type RestoredRecord = { password: string; port: number }

/**
 * Unpack the base backup `tar` as the cluster of the folder `dataDir`, which has none, and recover it on a new
 * timeline, by which the database is recognised as restored. The server is stopped again.
 *
 * @throws StartRefusal in one line
 */
export async function restoreCluster(
  dataDir: string,
  tar: Readable,
  { password, port }: RestoredRecord,
): Promise<void> {
  const user = chooseRunUser(dataDir)
  const binaries = reachableBinaries(user)
  const cluster = chooseClusterFolder(dataDir, user)
  // Recorded first: an interrupted restore leaves nothing that the next one does not find.
  writeRecord(dataDir, { layout: 1, cluster: nameCluster(dataDir, cluster), password, port })
  mkdirSync(cluster, { mode: 0o700 })
  if (user !== undefined) chownSync(cluster, user.uid, user.gid)
  await unpack(tar, cluster, user)
  checkCluster(cluster, binaries)
  writeFileSync(path.join(cluster, 'recovery.signal'), '', { mode: 0o600 })
  if (user !== undefined) chownSync(path.join(cluster, 'recovery.signal'), user.uid, user.gid)
  const watchdog = startWatchdog(user)
  try {
    const asked = { binaries, cluster, user, isThrowaway: false, watchdog, settings: recoverySettings }
    const { postmaster } = await runOnSomePort(asked)
    await postmaster.stop()
  } finally {
    watchdog.dismiss()
  }
}

/** Remove the folder of a restore that did not complete, with its cluster, wherever that is. */
export async function removeUnfinishedRestore(dataDir: string): Promise<void> {
  if (!existsSync(dataDir)) return
  const record = readRecord(dataDir)
  if (record) {
    const cluster = path.resolve(dataDir, record.cluster)
    if (existsSync(cluster)) await clearLeftover(cluster)
    if (path.dirname(cluster) === outsideClusters) rmSync(cluster, { recursive: true, force: true })
  }
  rmSync(dataDir, { recursive: true, force: true })
}
