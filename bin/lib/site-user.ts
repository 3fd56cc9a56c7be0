import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { asUser, canEnter, type RunUser, systemUser } from '../../db/embedded/run-user.ts'
import { root } from './root.ts'

/** Whom the processes that customers and staff reach run as; `undefined` is the user we already are. */
export type SiteUsers = { portal: RunUser; operator: RunUser }

const ourselves: SiteUsers = { portal: undefined, operator: undefined }

/**
 * Whom the sites and the console gateway run as when root starts them: users of their own, who are neither root nor the
 * database's, so that breaking into a site gives neither the secrets of the data folder nor the database's files, nor,
 * from the customers' site, what the operator's site and the consoles were told. They share a group, which reads the
 * build. We stay ourselves when we are not root, or where such a user cannot reach Node, the project or `dataDir`.
 */
export function chooseSiteUsers(dataDir: string): { users: SiteUsers; warning?: string } {
  if (process.getuid?.() !== 0) return { users: ourselves }
  const [portal, staff] = [systemUser('andromede-web'), systemUser('andromede-staff')]
  if (portal === undefined || staff === undefined)
    return { users: ourselves, warning: 'the sites run as root: no users for them can be made here' }
  const operator = { ...staff, gid: portal.gid }
  const closed = [root, dataDir].find((folder) => !canEnter(portal, folder) || !canEnter(operator, folder))
  const warning = (what: string) => `the sites run as root: ${portal.name} may not ${what}`
  if (closed !== undefined) return { users: ourselves, warning: warning(`enter ${closed}`) }
  const probe = 'require("node:fs").accessSync(process.argv[1], 4)'
  const library = path.join(root, 'node_modules', 'next', 'package.json')
  const tried = spawnSync(process.execPath, ['-e', probe, library], asUser(portal))
  return tried.status === 0
    ? { users: { portal, operator } }
    : { users: ourselves, warning: warning(`run ${process.execPath} on the project`) }
}

/** The folder of `dataDir` in which the status page is kept for times without a database: the one place a site writes to. */
export function statusFolder(dataDir: string, user: RunUser): string {
  const folder = path.join(dataDir, 'status')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // What is in it is replaced, never opened for writing; and names in a folder of another user's lead anywhere.
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  return folder
}

/** Files of a build that hold the key of its server actions. */
const sealed = ['server-reference-manifest.js', 'server-reference-manifest.json']

/** The key in the build is read by the group of `user` (and root) alone, or by whoever built it where there is no such user. */
export function protectBuild(distDir: string, user: RunUser): void {
  for (const name of sealed) {
    const file = path.join(root, distDir, 'server', name)
    // A build that another user made, or an image that nobody may write to, is theirs to protect.
    if (!existsSync(file) || statSync(file).uid !== process.getuid?.()) continue
    if (user !== undefined) chownSync(file, 0, user.gid)
    chmodSync(file, user === undefined ? 0o600 : 0o640)
  }
}
