import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { canEnter, type RunUser, systemUser } from '../../db/embedded/run-user.ts'
import { root } from './root.ts'

/**
 * Whom the sites and the console gateway run as when root starts them: a user of their own, who is neither root nor the
 * database's, so that breaking into a site gives neither the secrets of the data folder nor the database's files.
 * `undefined` when we are not root, or that user cannot reach the project or `dataDir`.
 */
export function chooseSiteUser(dataDir: string): { user: RunUser; warning?: string } {
  if (process.getuid?.() !== 0) return { user: undefined }
  const user = systemUser('andromede-web')
  if (user === undefined)
    return { user, warning: 'the sites run as root: the user andromede-web cannot be made here' }
  const closed = [root, dataDir].find((folder) => !canEnter(user, folder))
  return closed === undefined
    ? { user }
    : { user: undefined, warning: `the sites run as root: andromede-web may not enter ${closed}` }
}

/** The folder of `dataDir` in which the status page is kept for times without a database: the one place sites write to. */
export function statusFolder(dataDir: string, user: RunUser): string {
  const folder = path.join(dataDir, 'status')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (user !== undefined)
    for (const place of [folder, ...readdirSync(folder).map((name) => path.join(folder, name))])
      chownSync(place, user.uid, user.gid)
  return folder
}

/** Files of a build that hold the key of its server actions. */
const sealed = ['server-reference-manifest.js', 'server-reference-manifest.json']

/** The key in the build is read by `user` (and root) alone, or by whoever built it where there is no such user. */
export function protectBuild(distDir: string, user: RunUser): void {
  for (const name of sealed) {
    const file = path.join(root, distDir, 'server', name)
    if (!existsSync(file)) continue
    if (user !== undefined) chownSync(file, 0, user.gid)
    chmodSync(file, user === undefined ? 0o600 : 0o640)
  }
}
