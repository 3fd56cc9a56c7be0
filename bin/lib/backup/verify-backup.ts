import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startEmbeddedPostgres } from '~/db/embedded/index'
import { removeUnfinishedRestore } from '~/db/embedded/restore-cluster'
import { prepareDatabase } from '~/db/prepare'
import { headsFileIn } from '~/lib/audit'
import { jobNames } from '~/lib/jobs/names'
import { setKeys } from '~/lib/kernel/secrets/keyring'
import { sealedColumns } from '../../commands/sealed-columns'
import { databaseName, roleUrls } from '../roles'
import { encryptionKeysOf, loadSecrets } from '../secrets'
import { checkDatabase, checkRowCounts, type Finding } from './check-database'
import { interruptedIn } from './interrupted'
import { readUsable, unpackBackup } from './restore-backup'

const prefix = 'andromede-verify-'

/**
 * Restore a backup into a temporary folder, migrate it and check everything in it. Only its own database is reached:
 * no worker runs, so no hypervisor, mail or other address is.
 *
 * @throws StartRefusal when it cannot be restored at all
 */
export async function verifyBackup(folder: string): Promise<Finding[]> {
  const manifest = await readUsable(folder)
  for (const left of interruptedIn(tmpdir(), prefix)) await removeUnfinishedRestore(left)
  const scratch = mkdtempSync(path.join(tmpdir(), `${prefix}${process.pid}-`))
  // The database's user passes through it.
  if (process.getuid?.() === 0) chmodSync(scratch, 0o711)
  try {
    await unpackBackup(folder, scratch)
    const secrets = loadSecrets(scratch)
    setKeys(encryptionKeysOf(secrets))
    const server = await startEmbeddedPostgres(scratch)
    try {
      const owner = roleUrls(server.adminUrl, secrets.rolePasswords).andromede_migrator
      const rows = await checkRowCounts(owner, manifest.rows)
      await prepareDatabase({
        adminUrl: server.adminUrl,
        database: databaseName,
        passwords: secrets.rolePasswords,
        jobNames,
        openMailbox: false,
        seal: { encryptionKeys: encryptionKeysOf(secrets), columns: sealedColumns },
        remembersDatabase: true,
      })
      const url = new URL(server.adminUrl)
      url.pathname = `/${databaseName}`
      const files = {
        isProved: true,
        line: `files: ${manifest.files.length} as they were made at ${manifest.madeAt}`,
      }
      return [files, ...rows, ...(await checkDatabase(url.href, headsFileIn(scratch)))]
    } finally {
      await server.stop()
    }
  } finally {
    await removeUnfinishedRestore(scratch)
    rmSync(scratch, { recursive: true, force: true })
  }
}
