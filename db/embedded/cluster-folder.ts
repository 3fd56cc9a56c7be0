import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { systemFolder } from './binaries.ts'
import { StartRefusal } from './refusal.ts'
import { canEnter, type RunUser } from './run-user.ts'

/** Clusters of data folders that the database's user cannot enter. */
export const outsideClusters = path.join(systemFolder, 'clusters')

/** A path for the new cluster of `dataDir`, inside it where `user` can enter. @throws StartRefusal when it is taken */
export function chooseClusterFolder(dataDir: string, user: RunUser): string {
  if (canEnter(user, dataDir)) {
    const inside = path.join(dataDir, 'postgres')
    if (existsSync(inside))
      throw new StartRefusal(
        `${inside} exists but is not recorded as a database; move it away or choose another DATA_DIR.`,
      )
    return inside
  }
  mkdirSync(outsideClusters, { recursive: true, mode: 0o755 })
  return path.join(outsideClusters, randomBytes(8).toString('hex'))
}

/** `cluster` as its record in `dataDir` names it: relative when inside. */
export function nameCluster(dataDir: string, cluster: string): string {
  const relative = path.relative(dataDir, cluster)
  return relative.startsWith('..') ? cluster : relative
}
