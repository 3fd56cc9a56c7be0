import { spawnSync } from 'node:child_process'
import { chownSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { asUser, canEnter, type RunUser, systemUser } from '../../db/embedded/run-user.ts'
import { root } from './root.ts'

/** The users of the processes that customers and staff reach; `undefined` is the current user. */
export type SiteUsers = { portal: RunUser; operator: RunUser }

const ourselves: SiteUsers = { portal: undefined, operator: undefined }

/**
 * The users of sites and console gateway when root starts them: dedicated users, neither root nor the database's, so
 * that an attacker in a site reaches neither the secrets of the data folder nor the database's files, nor, from the
 * customers' site, the credentials of the operator's site and the consoles. They share a group, which can read the
 * build. The current user stays when it is not root, or when such a user cannot reach Node, the project or
 * `dataDir`.
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

/** The folder in `dataDir` with the copy of the status page for database outages: the only place a site writes to. */
export function statusFolder(dataDir: string, user: RunUser): string {
  const folder = path.join(dataDir, 'status')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // Its files are replaced, never opened for writing: names in another user's folder may be links to anywhere.
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  return folder
}
