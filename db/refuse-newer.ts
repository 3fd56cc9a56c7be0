import postgres from 'postgres'
import type { HeldKeys } from '../lib/kernel/secrets/keyring-form.ts'
import { StartRefusal } from './embedded/refusal.ts'
import { isNewerVersion, parseSchemaVersion } from './migrator/fit-of-schema.ts'
import { findForeignHistory, readRelease } from './migrator/history.ts'
import { findKeyFault } from './other-secrets.ts'

/**
 * Refuse a database that a newer or diverging version of Andromède has prepared, that dates from before the first release, or
 * that was sealed with another key. One that is missing or empty is fine.
 *
 * @throws StartRefusal in one line
 */
export async function refuseNewer(url: string, database: string, held?: HeldKeys): Promise<void> {
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => {} })
  try {
    const release = readRelease()
    const foreign =
      (await findForeignHistory(sql, release)) ?? (await findNewerPreparation(sql, release.version))
    if (foreign)
      throw new StartRefusal(
        `The database \`${database}\` is of another version of Andromède (${foreign}); nothing was changed.`,
      )
    const fault = held && (await findKeyFault(sql, held))
    if (fault) throw new StartRefusal(fault)
  } catch (error) {
    // No such database, schema or table: nothing has been migrated yet.
    if (!['3D000', '3F000', '42P01'].includes((error as { code?: string }).code ?? '')) throw error
  } finally {
    await sql.end({ timeout: 2 })
  }
}

/** A version may differ from this one by its queue alone, which the history of migrations and functions does not show. */
async function findNewerPreparation(sql: postgres.Sql, version: string): Promise<string | null> {
  const [row] = await sql<{ value: string }[]>`select value from installation_facts where name = 'schema'`
  const prepared = parseSchemaVersion(row?.value)
  return prepared && isNewerVersion(prepared.release, version)
    ? `version ${prepared.release} has prepared it, and this is ${version}`
    : null
}
