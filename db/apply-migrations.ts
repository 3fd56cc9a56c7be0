import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type postgres from 'postgres'
import { type LockLimits, retryForLocks, standardLockLimits, watchHolder } from './lock-retries.ts'

type Migration = { tag: string; when: number; statements: string[]; hash: string }

/** The migrations of `folder` in their order, as the generator keeps them. */
function readMigrations(folder: string): Migration[] {
  const journal = readFileSync(path.join(folder, 'meta/_journal.json'), 'utf8')
  const { entries } = JSON.parse(journal) as { entries: { tag: string; when: number }[] }
  return entries.map(({ tag, when }) => {
    const text = readFileSync(path.join(folder, `${tag}.sql`), 'utf8')
    const hash = createHash('sha256').update(text).digest('hex')
    return { tag, when, hash, statements: text.split('--> statement-breakpoint') }
  })
}

/**
 * Apply what the database lacks, each migration in a transaction of its own: an older version may be serving, and its
 * locks must not add up. One that does not get a lock soon gives way to those who wait behind it and begins anew.
 *
 * @param sql a single connection; `observer` another one to the same database
 * @throws StartRefusal in one line when the locks of a migration are not to be had
 */
export async function applyMigrations(
  sql: postgres.Sql,
  observer: postgres.Sql,
  { folder, limits = standardLockLimits }: { folder: string; limits?: LockLimits },
): Promise<void> {
  await sql`create schema if not exists drizzle`
  await sql`create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`
  const rows = await sql<{ at: string }[]>`select created_at as at from drizzle.__drizzle_migrations`
  const applied = new Set(rows.map(({ at }) => Number(at)))
  const [session] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`
  for (const migration of readMigrations(folder)) {
    if (applied.has(migration.when)) continue
    const holder = watchHolder(observer, session?.pid ?? 0, limits.waitMs)
    try {
      await retryForLocks(limits, `The migration ${migration.tag}`, holder.describe, () =>
        apply(sql, migration, limits.waitMs),
      )
    } finally {
      holder.end()
    }
  }
}

async function apply(
  sql: postgres.Sql,
  { statements, hash, when }: Migration,
  waitMs: number,
): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select set_config('lock_timeout', ${String(waitMs)}, true)`
    for (const statement of statements) await tx.unsafe(statement)
    await tx`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${when})`
  })
}
