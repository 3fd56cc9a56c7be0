import { prepareDatabase } from '~/db/prepare'
import { jobNames } from '~/lib/jobs/names'
import { fingerprintOf, requireSecrets } from '~/lib/kernel/installation-secrets'
import type { Command } from './command'
import { readRolePasswords } from './role-addresses'

/** Reads `ADMIN_DATABASE_URL`, `ROLE_PASSWORDS` (JSON), `DATABASE_NAME`, `EMBEDDED`, `SMTP_URL`, `ENCRYPTION_KEY`; prints `new` or `kept`. */
export const prepareDatabaseCommand: Command = {
  summary: 'create roles and database where missing, and migrate (alias: migrate)',
  async run() {
    const adminUrl = process.env.ADMIN_DATABASE_URL
    if (!adminUrl) {
      console.error('ADMIN_DATABASE_URL is not set')
      return 2
    }
    requireSecrets(process.env, { keys: ['ENCRYPTION_KEY'] })
    const { isNew } = await prepareDatabase({
      adminUrl,
      database: process.env.DATABASE_NAME ?? 'andromede',
      passwords: readRolePasswords(process.env.ROLE_PASSWORDS ?? '{}'),
      jobNames,
      openMailbox: process.env.EMBEDDED === '1' && !process.env.SMTP_URL,
      secretsFingerprint: fingerprintOf(process.env.ENCRYPTION_KEY ?? ''),
      remembersDatabase: true,
      place: process.env.DATABASE_PLACE || undefined,
    })
    console.log(isNew ? 'new' : 'kept')
    return 0
  },
}
