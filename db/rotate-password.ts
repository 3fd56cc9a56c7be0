import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import {
  credentialsOf,
  type DatabaseLogin,
  type DatabaseRole,
  type RolePasswords,
} from '../lib/kernel/database-roles.ts'
import { StartRefusal } from '../lib/kernel/process/start-refusal.ts'
import { onServer } from './prepare.ts'
import { applyRoleSettings } from './role-settings.ts'
import { findLogins, roleUrl, setPassword } from './roles.ts'

type Rotation = { adminUrl: string; database: string; passwords: RolePasswords; role: DatabaseRole }

/** The processes whose own pool connects as a role, by the kind in their heartbeats; they name their further logins. */
const kindsOf: Partial<Record<DatabaseRole, readonly string[]>> = {
  andromede_portal: ['portal'],
  andromede_api: ['api'],
  andromede_operator: ['operator'],
  andromede_worker: ['worker', 'console'],
}
/** Two heartbeats that failed, and some. */
const silentSeconds = 60

/**
 * Give the login that is not in use a new password. The one in use stays as it is. Until the rotation ends, a further call
 * makes another password.
 *
 * @throws StartRefusal when a process already uses the other login
 */
export async function beginPasswordRotation(
  rotation: Rotation,
): Promise<{ login: DatabaseLogin; password: string }> {
  const { adminUrl, database, passwords, role } = rotation
  const { login, other } = credentialsOf(passwords, role)
  return onServer(adminUrl, async (server) => {
    await refuseUnless(server, login)
    await refuseInUse(
      server,
      rotation,
      other,
      `put ${other} into ROLE_PASSWORDS and end that rotation with --finish`,
    )
    const password = randomBytes(24).toString('hex')
    await setPassword(server, role, other, password)
    await applyRoleSettings(server, database)
    return { login: other, password }
  })
}

/**
 * Close the login that is no longer in use, and remove its password. ROLE_PASSWORDS names the one in use.
 *
 * @throws StartRefusal while a process still uses it; nothing is changed
 */
export async function finishPasswordRotation(rotation: Rotation): Promise<{ closed: DatabaseLogin }> {
  const { adminUrl, passwords, role } = rotation
  const { login, other } = credentialsOf(passwords, role)
  const remedy = `restart it with ${login} first`
  return onServer(adminUrl, async (server) => {
    await refuseUnless(server, login)
    const [found] = await findLogins(server, [other])
    if (!found) return { closed: other }
    await refuseInUse(server, rotation, other, remedy)
    await server.unsafe(`alter role ${other} nologin`)
    try {
      // A process may have connected in between.
      await refuseInUse(server, rotation, other, remedy)
    } catch (error) {
      await server.unsafe(`alter role ${other} login`)
      throw error
    }
    await server.unsafe(`alter role ${other} password null`)
    return { closed: other }
  })
}

/** The database may be reached with this login and its password. */
async function refuseUnless(server: postgres.Sql, login: DatabaseLogin): Promise<void> {
  const [found] = await findLogins(server, [login])
  if (!found?.canLogin)
    throw new StartRefusal(`ROLE_PASSWORDS names ${login}, which is not in use; name the other login.`)
}

/**
 * Connections show who is there now, heartbeats who was within the last minute: a pool may be empty for a moment, and the
 * primary sees no connection to a standby.
 */
async function refuseInUse(
  server: postgres.Sql,
  { adminUrl, database, passwords, role }: Rotation,
  login: DatabaseLogin,
  remedy: string,
): Promise<void> {
  const connected = await server<{ address: string }[]>`
    select distinct coalesce(host(client_addr), 'a socket') as address from pg_stat_activity
    where usename = ${login} order by 1`
  const migrator = credentialsOf(passwords, 'andromede_migrator')
  const owner = postgres(roleUrl(adminUrl, database, migrator.login, migrator.password), {
    max: 1,
    onnotice: () => undefined,
  })
  try {
    const beating = await owner<{ id: string }[]>`
      select id from process_heartbeats
      where (${login} = any(further_logins)
          or coalesce(login, ${login}) = ${login} and kind = any(${kindsOf[role] ?? []}::text[]))
        and seen_at > clock_timestamp() - ${`${silentSeconds} seconds`}::interval order by id`
    const users = [...beating.map(({ id }) => id), ...connected.map(({ address }) => address)]
    if (users.length > 0)
      throw new StartRefusal(`${login} is in use by a process (${users.join(', ')}); ${remedy}.`)
  } finally {
    await owner.end()
  }
}
