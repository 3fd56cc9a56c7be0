import postgres from 'postgres'
import { type DatabaseRole, databaseRoles } from '../lib/kernel/database-roles.ts'
import { StartRefusal } from '../lib/kernel/process/start-refusal.ts'

export { type DatabaseRole, databaseRoles }

/** The URL of a role on the same server and database as `adminUrl`. */
export function roleUrl(adminUrl: string, database: string, role: DatabaseRole, password: string): string {
  const url = new URL(adminUrl)
  url.username = role
  url.password = encodeURIComponent(password)
  url.pathname = `/${database}`
  return url.toString()
}

/**
 * Create the missing roles and set their passwords. None is superuser, owns a role or bypasses row-level security.
 * Idempotent; `admin` may create roles.
 */
export async function ensureRoles(
  admin: postgres.Sql,
  passwords: Record<DatabaseRole, string>,
): Promise<void> {
  for (const role of databaseRoles) {
    const password = passwords[role]
    if (!/^[A-Za-z0-9_-]{16,}$/.test(password))
      throw new StartRefusal(`The password of ${role} must be 16 or more of A-Z a-z 0-9 _ -`)
    const [found] = await admin<{ isPlain: boolean }[]>`
      select not (rolsuper or rolcreatedb or rolcreaterole or rolbypassrls) as "isPlain"
      from pg_roles where rolname = ${role}`
    const verb = found === undefined ? 'create' : 'alter'
    // Only a superuser may name these attributes of an existing role, even to leave them unchanged.
    const attributes = found?.isPlain ? '' : 'nosuperuser nocreatedb nocreaterole nobypassrls'
    // Utility statements take no parameters; name and password come from closed alphabets, checked above.
    await admin.unsafe(`${verb} role ${role} login ${attributes} password '${password}'`)
  }
}

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
