import postgres from 'postgres'
import { StartRefusal } from './embedded/refusal.ts'
import { findForeignHistory, readRelease } from './migrator/history.ts'
import { isSealedWithAnotherKey, otherSecrets } from './other-secrets.ts'

/**
 * Refuse a database that a newer or diverging version of Andromède has migrated, that dates from before the first release, or
 * that was sealed with another key. One that is missing or empty is fine.
 *
 * @throws StartRefusal in one line
 */
export async function refuseNewer(
  adminUrl: string,
  database: string,
  secretsFingerprint?: string,
): Promise<void> {
  const url = new URL(adminUrl)
  url.pathname = `/${database}`
  const sql = postgres(url.href, { max: 1, connect_timeout: 10, onnotice: () => {} })
  try {
    const foreign = await findForeignHistory(sql, readRelease())
    if (foreign)
      throw new StartRefusal(
        `The database \`${database}\` is of another version of Andromède (${foreign}); nothing was changed.`,
      )
    if (secretsFingerprint && (await isSealedWithAnotherKey(sql, secretsFingerprint)))
      throw new StartRefusal(otherSecrets)
  } catch (error) {
    // No such database, schema or table: nothing has been migrated yet.
    if (!['3D000', '3F000', '42P01'].includes((error as { code?: string }).code ?? '')) throw error
  } finally {
    await sql.end({ timeout: 2 })
  }
}

/** Whether this database exists and was prepared before. */
export async function isPrepared(adminUrl: string, database: string): Promise<boolean> {
  const url = new URL(adminUrl)
  url.pathname = `/${database}`
  const sql = postgres(url.href, { max: 1, connect_timeout: 10, onnotice: () => {} })
  try {
    const [row] = await sql<
      { is: boolean }[]
    >`select to_regclass('public.installation_facts') is not null as is`
    return row?.is ?? false
  } catch (error) {
    if ((error as { code?: string }).code === '3D000') return false
    throw error
  } finally {
    await sql.end({ timeout: 2 })
  }
}
