import { backupRole, backupRoleSql, ensureBackupRole } from '~/db/backup/backup-role'
import type { PrepareOptions } from '~/db/prepare'
import { isPrepared } from '~/db/refuse-newer'
import { jobNames } from '~/lib/jobs/names'
import { StartRefusal } from '~/lib/kernel/process/start-refusal'
import { passwordsIn } from '~/lib/kernel/secrets/address-passwords'
import { faultOfKey, fingerprintOf, requireSecrets } from '~/lib/kernel/secrets/installation-secrets'
import { readRolePasswords } from './role-addresses'
import { sealedColumns } from './sealed-columns'

/** `ADMIN_DATABASE_URL`, `DATABASE_NAME` and `ROLE_PASSWORDS` (JSON). @throws StartRefusal naming the variable */
export function readTarget() {
  const adminUrl = process.env.ADMIN_DATABASE_URL
  if (!adminUrl) throw new StartRefusal('ADMIN_DATABASE_URL is not set')
  passwordsIn('ADMIN_DATABASE_URL', adminUrl)
  const passwords = readRolePasswords(process.env.ROLE_PASSWORDS ?? '{}')
  return { adminUrl, database: process.env.DATABASE_NAME ?? 'andromede', passwords }
}

/** The same with `ENCRYPTION_KEY`, `EMBEDDED`, `SMTP_URL` and `DATABASE_PLACE`. */
export async function readPreparation(): Promise<PrepareOptions> {
  const target = readTarget()
  await requireKey(target)
  return {
    ...target,
    jobNames,
    openMailbox: process.env.EMBEDDED === '1' && !process.env.SMTP_URL,
    seal: { fingerprint: fingerprintOf(process.env.ENCRYPTION_KEY ?? ''), columns: sealedColumns },
    remembersDatabase: true,
    place: process.env.DATABASE_PLACE || undefined,
  }
}

/** A new database accepts a new key; an existing one only the key that sealed it. */
async function requireKey({ adminUrl, database }: ReturnType<typeof readTarget>): Promise<void> {
  const fault = faultOfKey(process.env.ENCRYPTION_KEY)
  if (fault && (await isPrepared(adminUrl, database)))
    throw new StartRefusal(`ENCRYPTION_KEY ${fault}; set the one that this database was made with.`)
  requireSecrets(process.env, { keys: ['ENCRYPTION_KEY'] })
}

/** With `BACKUP_PASSWORD`, the role of logical dumps; reports on stderr what to do where the administrator may not. */
export async function grantBackup(adminUrl: string): Promise<void> {
  const { BACKUP_PASSWORD: password } = process.env
  if (password && !(await ensureBackupRole(adminUrl, password)))
    console.error(
      `${backupRole} was not made: this administrator may not. As a superuser run: ${backupRoleSql}`,
    )
}
