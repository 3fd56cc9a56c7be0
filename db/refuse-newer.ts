import { readFileSync } from 'node:fs'
import path from 'node:path'
import postgres from 'postgres'
import { StartRefusal } from './embedded/refusal.ts'
import { isSealedOtherwise, otherSecrets } from './other-secrets.ts'

/**
 * A database that a newer or diverging version of Andromède has migrated is not for this version: it would put back the
 * functions of its own. Nor is one that was sealed with another key. One that is missing or empty is fine.
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
    const unknown = await countUnknownMigrations(sql)
    if (unknown > 0)
      throw new StartRefusal(
        `The database \`${database}\` is of another version of Andromède (${unknown} migrations are unknown here); nothing was changed.`,
      )
    if (secretsFingerprint && (await isSealedOtherwise(sql, secretsFingerprint)))
      throw new StartRefusal(otherSecrets)
  } catch (error) {
    // No such database, no such schema, no such table: nothing has been migrated yet.
    if (!['3D000', '3F000', '42P01'].includes((error as { code?: string }).code ?? '')) throw error
  } finally {
    await sql.end({ timeout: 2 })
  }
}

/** Whether this database is there and was prepared before. */
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

/** How many migrations a database has that this version does not know. */
export async function countUnknownMigrations(sql: postgres.Sql): Promise<number> {
  const applied = await sql<{ at: string }[]>`select created_at as at from drizzle.__drizzle_migrations`
  const journal = path.resolve(import.meta.dirname, 'migrations/meta/_journal.json')
  const { entries } = JSON.parse(readFileSync(journal, 'utf8')) as { entries: { when: number }[] }
  const known = new Set(entries.map((entry) => entry.when))
  return applied.filter(({ at }) => !known.has(Number(at))).length
}
