import { backupRole, backupRoleSql, ensureBackupRole } from '~/db/backup/backup-role'
import type { PrepareOptions } from '~/db/prepare'
import { jobNames } from '~/lib/jobs/names'
import { isRaised, readVariable } from '~/lib/kernel/configuration/read'
import { readEncryptionKeys } from '~/lib/kernel/secrets/keyring'
import { rolePasswordsIn } from '~/lib/kernel/secrets/role-passwords'
import { sealedColumns } from './sealed-columns'

/** The server and the roles, of an environment that was checked. */
export function readTarget() {
  return {
    adminUrl: readVariable('ADMIN_DATABASE_URL') ?? '',
    database: readVariable('DATABASE_NAME'),
    passwords: rolePasswordsIn(readVariable('ROLE_PASSWORDS') ?? ''),
  }
}

/** The same with what the database is prepared with. */
export function readPreparation(): PrepareOptions {
  return {
    ...readTarget(),
    jobNames,
    openMailbox: isRaised('EMBEDDED') && !readVariable('SMTP_URL'),
    seal: { encryptionKeys: readEncryptionKeys(), columns: sealedColumns },
    remembersDatabase: true,
    place: readVariable('DATABASE_PLACE'),
  }
}

/** With `BACKUP_PASSWORD`, the role of logical dumps; reports on stderr what to do where the administrator may not. */
export async function grantBackup(adminUrl: string): Promise<void> {
  const password = readVariable('BACKUP_PASSWORD')
  if (password && !(await ensureBackupRole(adminUrl, password)))
    console.error(
      `${backupRole} was not made: this administrator may not. As a superuser run: ${backupRoleSql}`,
    )
}
