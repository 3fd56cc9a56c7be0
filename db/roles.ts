import postgres from 'postgres'
import {
  actsAs,
  credentialsOf,
  type DatabaseLogin,
  type DatabaseRole,
  databaseRoles,
  type RolePasswords,
} from '../lib/kernel/database-roles.ts'
import { StartRefusal } from '../lib/kernel/process/start-refusal.ts'

export { type DatabaseRole, databaseRoles }

/** The URL of a login on the same server and database as `adminUrl`. */
export function roleUrl(adminUrl: string, database: string, login: DatabaseLogin, password: string): string {
  const url = new URL(adminUrl)
  url.username = login
  url.password = encodeURIComponent(password)
  url.pathname = `/${database}`
  return url.toString()
}

/**
 * Create the missing roles and set the passwords of the logins in use. None is superuser, owns a role or bypasses
 * row-level security. Idempotent; `admin` may create roles.
 *
 * @throws StartRefusal for a weak password, or for a login that a rotation has closed
 */
export async function ensureRoles(admin: postgres.Sql, passwords: RolePasswords): Promise<void> {
  for (const role of databaseRoles) {
    const { login, password, other } = credentialsOf(passwords, role)
    const found = await findLogins(admin, [role, login, other])
    const isOpen = (name: string) => found.find((each) => each.name === name)?.canLogin ?? false
    if (!isOpen(login) && isOpen(other) && found.some(({ name }) => name === login))
      throw new StartRefusal(
        `ROLE_PASSWORDS names ${login}, which a rotation has closed; name ${other} with its password.`,
      )
    const exists = found.some(({ name }) => name === role)
    if (!exists && login !== role) await admin.unsafe(`create role ${role} nologin`)
    await setPassword(admin, role, login, password)
  }
}

/** Creates or opens a login of `role` with this password. It has the rights of the role that it acts as, and no others. */
export async function setPassword(
  admin: postgres.Sql,
  role: DatabaseRole,
  login: DatabaseLogin,
  password: string,
): Promise<void> {
  if (!/^[A-Za-z0-9_-]{16,}$/.test(password))
    throw new StartRefusal(`The password of ${login} must be 16 or more of A-Z a-z 0-9 _ -`)
  const [found] = await findLogins(admin, [login])
  const verb = found === undefined ? 'create' : 'alter'
  // Only a superuser may name these attributes of an existing role, even to leave them unchanged.
  const attributes = found?.isPlain ? '' : 'nosuperuser nocreatedb nocreaterole nobypassrls'
  // Utility statements take no parameters; name and password come from closed alphabets, checked above.
  await admin.unsafe(`${verb} role ${login} login ${attributes} password '${password}'`)
  // Each session becomes the role itself: without that it may do nothing.
  const acting = actsAs(role)
  if (login !== acting) await admin.unsafe(`grant ${acting} to ${login} with inherit false, set true`)
}

type FoundLogin = { name: string; isPlain: boolean; canLogin: boolean }

export const findLogins = (admin: postgres.Sql, names: readonly DatabaseLogin[]): Promise<FoundLogin[]> =>
  admin<FoundLogin[]>`
    select rolname as name, rolcanlogin as "canLogin",
      not (rolsuper or rolcreatedb or rolcreaterole or rolbypassrls) as "isPlain"
    from pg_roles where rolname in ${admin(names)}`

/** Create the database, owned by the migrator, if it is missing; return whether it was new. */
export async function ensureDatabase(adminUrl: string, database: string): Promise<boolean> {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(database)) throw new Error(`not a database name: ${database}`)
  const admin = postgres(adminUrl, { max: 1, onnotice: () => undefined })
  try {
    const found = await admin`select 1 from pg_database where datname = ${database}`
    if (found.length > 0) return false
    await admin.unsafe(`grant andromede_migrator to current_user`)
    await admin.unsafe(`create database ${database} owner andromede_migrator`)
    return true
  } finally {
    await admin.end()
  }
}
