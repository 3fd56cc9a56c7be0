import { backupRole, backupRoleSql, ensureBackupRole } from '~/db/backup/backup-role'
import { prepareDatabase } from '~/db/prepare'
import { isPrepared } from '~/db/refuse-newer'
import { jobNames } from '~/lib/jobs/names'
import { StartRefusal } from '~/lib/kernel/process/start-refusal'
import { passwordsIn } from '~/lib/kernel/secrets/address-passwords'
import { faultOfKey, fingerprintOf, requireSecrets } from '~/lib/kernel/secrets/installation-secrets'
import type { Command } from './command'
import { readRolePasswords } from './role-addresses'
import { sealedColumns } from './sealed-columns'

/** Reads `ADMIN_DATABASE_URL`, `ROLE_PASSWORDS` (JSON), `DATABASE_NAME`, `EMBEDDED`, `SMTP_URL`, `ENCRYPTION_KEY`, `BACKUP_PASSWORD`; prints `new` or `kept`. */
export const prepareDatabaseCommand: Command = {
  summary: 'create roles and database where missing, and migrate (alias: migrate)',
  async run() {
    const adminUrl = process.env.ADMIN_DATABASE_URL
    if (!adminUrl) {
      console.error('ADMIN_DATABASE_URL is not set')
      return 2
    }
    passwordsIn('ADMIN_DATABASE_URL', adminUrl)
    const database = process.env.DATABASE_NAME ?? 'andromede'
    await requireKey(adminUrl, database)
    const { isNew } = await prepareDatabase({
      adminUrl,
      database,
      passwords: readRolePasswords(process.env.ROLE_PASSWORDS ?? '{}'),
      jobNames,
      openMailbox: process.env.EMBEDDED === '1' && !process.env.SMTP_URL,
      seal: { fingerprint: fingerprintOf(process.env.ENCRYPTION_KEY ?? ''), columns: sealedColumns },
      remembersDatabase: true,
      place: process.env.DATABASE_PLACE || undefined,
    })
    const { BACKUP_PASSWORD: backupPassword } = process.env
    if (backupPassword && !(await ensureBackupRole(adminUrl, backupPassword)))
      console.error(
        `${backupRole} was not made: this administrator may not. As a superuser run: ${backupRoleSql}`,
      )
    console.log(isNew ? 'new' : 'kept')
    return 0
  },
}

/** A new database accepts a new key; an existing one only the key that sealed it. */
async function requireKey(adminUrl: string, database: string): Promise<void> {
  const fault = faultOfKey(process.env.ENCRYPTION_KEY)
  if (fault && (await isPrepared(adminUrl, database)))
    throw new StartRefusal(`ENCRYPTION_KEY ${fault}; set the one that this database was made with.`)
  requireSecrets(process.env, { keys: ['ENCRYPTION_KEY'] })
}
