import postgres from 'postgres'
import { StartRefusal } from '../../lib/kernel/process/start-refusal.ts'
import { faultOfPassword } from '../../lib/kernel/secrets/installation-secrets.ts'

/** Reads every row of every tenant, for logical dumps; changes nothing. */
export const backupRole = 'andromede_backup'

/** What an administrator with enough rights runs when ours has not. */
export const backupRoleSql = `create role ${backupRole} login bypassrls password '…'; grant pg_read_all_data to ${backupRole}; alter role ${backupRole} set default_transaction_read_only = on;`

/**
 * Create the role of logical dumps or set its password, where the user of `adminUrl` may: PostgreSQL lets only a role that bypasses
 * row-level security itself give that right. Returns whether the role is usable afterwards.
 *
 * @throws StartRefusal for a weak password
 */
export async function ensureBackupRole(adminUrl: string, password: string): Promise<boolean> {
  const fault = faultOfPassword(password)
  if (fault) throw new StartRefusal(`BACKUP_PASSWORD ${fault}`)
  const admin = postgres(adminUrl, { max: 1, onnotice: () => undefined })
  try {
    return await ensureRole(admin, password)
  } finally {
    await admin.end()
  }
}

async function ensureRole(admin: postgres.Sql, password: string): Promise<boolean> {
  const [state] = await admin<{ may: boolean; isUsable: boolean | null }[]>`
    select rolsuper or (rolcreaterole and rolbypassrls
        and pg_has_role(current_user, 'pg_read_all_data', 'member with admin option')) as may,
      (select rolbypassrls and pg_has_role(rolname, 'pg_read_all_data', 'usage')
        from pg_roles where rolname = ${backupRole}) as "isUsable"
    from pg_roles where rolname = current_user`
  if (!state?.may) return state?.isUsable ?? false
  const verb = state.isUsable === null ? 'create' : 'alter'
  // Utility statements take no parameters; quotes are doubled.
  await admin.unsafe(
    `${verb} role ${backupRole} login bypassrls password '${password.replaceAll("'", "''")}'`,
  )
  await admin.unsafe(`grant pg_read_all_data to ${backupRole}`)
  await admin.unsafe(`alter role ${backupRole} set default_transaction_read_only = on`)
  return true
}
