import { readFileSync } from 'node:fs'
import path from 'node:path'
import postgres from 'postgres'
import { StartRefusal } from '../../db/embedded/index.ts'
import { databaseName } from './roles.ts'
import { root } from './root.ts'

/**
 * Refuse a database that a newer or diverging version of Andromède has migrated: running on it would
 * write rows that its own version does not expect. A missing or empty database is fine.
 */
export async function checkMigrations(adminUrl: string, place: string): Promise<void> {
  const url = new URL(adminUrl)
  url.pathname = `/${databaseName}`
  const sql = postgres(url.href, { max: 1, connect_timeout: 10, onnotice: () => {} })
  try {
    const applied = await sql<{ at: string }[]>`select created_at as at from drizzle.__drizzle_migrations`
    const known = knownMigrations()
    const unknown = applied.filter(({ at }) => !known.has(Number(at)))
    if (unknown.length > 0) {
      throw new StartRefusal(
        `The database in ${place} is of another version of Andromède (${unknown.length} migrations are unknown here); nothing was changed.`,
      )
    }
  } catch (error) {
    // No such database, no such schema, no such table: nothing has been migrated yet.
    const isEmpty = ['3D000', '3F000', '42P01'].includes((error as { code?: string }).code ?? '')
    if (!isEmpty) throw error
  } finally {
    await sql.end({ timeout: 2 })
  }
}

function knownMigrations(): Set<number> {
  const journal = path.join(root, 'db/migrations/meta/_journal.json')
  const { entries } = JSON.parse(readFileSync(journal, 'utf8')) as { entries: { when: number }[] }
  return new Set(entries.map((entry) => entry.when))
}

/** Remove a database whose first preparation was interrupted: it has never been served. */
export async function dropUnfinishedDatabase(adminUrl: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} })
  try {
    await sql`drop database if exists ${sql(databaseName)} with (force)`
  } finally {
    await sql.end({ timeout: 2 })
  }
}
