import postgres from 'postgres'
import { StartRefusal } from '../../db/embedded/index.ts'
import { findForeignHistory, readRelease } from '../../db/migrator/history.ts'
import { findKeyFault, otherSecrets } from '../../db/other-secrets.ts'
import { heldBy } from '../../lib/kernel/secrets/keyring-form.ts'
import { databaseName } from './roles.ts'
import { encryptionKeysOf, type Secrets } from './secrets.ts'

/**
 * Refuse a database that a newer or diverging version of Andromède has migrated, or that dates from before the first
 * release: running on it would write rows that its own version does not expect. A missing or empty database is
 * accepted.
 */
export async function checkMigrations(adminUrl: string, place: string): Promise<void> {
  await look(adminUrl, place, async (sql) => {
    const foreign = await findForeignHistory(sql, readRelease())
    if (foreign) {
      throw new StartRefusal(
        `The database in ${place} is of another version of Andromède (${foreign}); nothing was changed.`,
      )
    }
  })
}

/** Refuse a database with columns sealed by other secrets: they could not be opened. */
export async function checkSecrets(adminUrl: string, place: string, secrets: Secrets): Promise<void> {
  await look(adminUrl, place, async (sql) => {
    const fault = await findKeyFault(sql, heldBy(encryptionKeysOf(secrets)))
    if (fault)
      throw new StartRefusal(
        fault === otherSecrets
          ? `The database in ${place} belongs to other secrets than those in DATA_DIR; start with the DATA_DIR it was made with, or restore its secrets.json. Nothing was changed.`
          : fault,
      )
  })
}

async function look(
  adminUrl: string,
  place: string,
  examine: (sql: postgres.Sql) => Promise<void>,
): Promise<void> {
  const url = new URL(adminUrl)
  url.pathname = `/${databaseName}`
  const sql = postgres(url.href, { max: 1, connect_timeout: 10, onnotice: () => {} })
  try {
    await examine(sql)
  } catch (error) {
    const { code = '' } = error as { code?: string }
    if (code === '42501') {
      throw new StartRefusal(
        `The database \`${databaseName}\` in ${place} was made by another user; start with that one. Nothing was changed.`,
      )
    }
    // No such database, schema or table: nothing has been migrated yet.
    if (!['3D000', '3F000', '42P01'].includes(code)) throw error
  } finally {
    await sql.end({ timeout: 2 })
  }
}

/** Remove a database with an interrupted first preparation: it was never in use. */
export async function dropUnfinishedDatabase(adminUrl: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} })
  try {
    await sql`drop database if exists ${sql(databaseName)} with (force)`
  } finally {
    await sql.end({ timeout: 2 })
  }
}
