import { setTimeout as wait } from 'node:timers/promises'
import type postgres from 'postgres'
import { StartRefusal } from '../../lib/kernel/process/start-refusal.ts'
import { applyChangedFunctions, createMissingFunctions, haveFunctionsChanged } from './apply-functions.ts'
import { createHistory, findForeignHistory, pendingMigrations, type Release, readHistory } from './history.ts'
import { type LockLimits, retryForLocks, standardLockLimits, watchHolder } from './lock-retries.ts'
import { isOutsideTransaction, type Migration, oldestOf, statementsOf } from './read-migrations.ts'

/** Key of the advisory lock that a preparation holds in the database that it migrates. */
const turn = 7_264_925_001

/**
 * Migrate a database to `release`: apply the missing migrations, each in its own transaction, then replace the
 * functions that have changed. An older version may be serving meanwhile: so locks do not accumulate, a lock that is
 * not free soon is given up and retried, and changed functions come last, when the tables that they need exist.
 *
 * @param sql a single connection; `observer` another one to the same database
 * @throws StartRefusal in one line when the database belongs to another version or when the locks cannot be acquired
 */
export async function applyMigrations(
  sql: postgres.Sql,
  observer: postgres.Sql,
  release: Release,
  limits: LockLimits = standardLockLimits,
): Promise<void> {
  await withTurn(sql, async () => {
    const foreign = await findForeignHistory(sql, release)
    if (foreign)
      throw new StartRefusal(
        `The database is of another version of Andromède (${foreign}); nothing was changed.`,
      )
    await createHistory(sql)
    const [session] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`
    const attempt = async (subject: string, work: () => Promise<unknown>) => {
      const holder = watchHolder(observer, session?.pid ?? 0, limits.waitMs)
      try {
        await retryForLocks(limits, subject, holder.describe, work)
      } finally {
        holder.end()
      }
    }
    await applyPending(sql, release, limits, attempt)
  })
}

/** Runs `work` while no other session migrates this database; `sql` is a single connection. May be nested. */
export async function withTurn(sql: postgres.Sql, work: () => Promise<void>): Promise<void> {
  await takeTurn(sql)
  try {
    await work()
  } finally {
    // A lost connection has released the lock itself.
    await sql`select pg_advisory_unlock(${turn})`.catch(() => undefined)
  }
}

/** Repeats `work` until it gets its locks. */
type Attempt = (subject: string, work: () => Promise<unknown>) => Promise<void>

async function applyPending(
  sql: postgres.Sql,
  release: Release,
  { waitMs, giveUpAfterMs }: LockLimits,
  attempt: Attempt,
): Promise<void> {
  const inTransaction = (work: (tx: postgres.TransactionSql) => Promise<void>) => () =>
    sql.begin(async (tx) => {
      await tx`select set_config('lock_timeout', ${String(waitMs)}, true)`
      await work(tx)
    })
  const { applied, functions } = await readHistory(sql)
  const pending = pendingMigrations(release, applied)
  if (pending.length > 0)
    await attempt(
      'The change of functions',
      inTransaction((tx) => createMissingFunctions(tx, release, functions)),
    )
  for (const migration of pending)
    await attempt(
      `The migration ${migration.name}`,
      isOutsideTransaction(migration)
        ? () => applyOutside(sql, migration, { waitMs, giveUpAfterMs }, attempt)
        : inTransaction((tx) => applyInside(tx, migration)),
    )
  const existing = pending.length > 0 ? (await readHistory(sql)).functions : functions
  if (haveFunctionsChanged(release, existing))
    await attempt(
      'The change of functions',
      inTransaction((tx) => applyChangedFunctions(tx, release, existing)),
    )
}

async function applyInside(tx: postgres.TransactionSql, migration: Migration): Promise<void> {
  for (const file of migration.files) await run(tx, file.file, file.text)
  await record(tx, migration)
}

/**
 * Run each statement by itself, as `create index concurrently` needs, and as changes of many tables need, whose locks
 * would accumulate in one transaction. If one fails, the effects of the earlier statements remain and the next attempt
 * starts again at the first: every statement must tolerate that. A half-built index counts as a failure, since
 * `if not exists` would accept it as complete.
 */
async function applyOutside(
  sql: postgres.Sql,
  migration: Migration,
  { waitMs, giveUpAfterMs }: LockLimits,
  attempt: Attempt,
): Promise<void> {
  const [{ file = '' } = {}] = migration.files
  for (const statement of statementsOf(migration)) {
    // No session waits behind such a statement, so it may wait as long as all attempts together. One that failed leaves
    // a half-built index, so that the statements before it run again.
    if (/\bconcurrently\b/i.test(statement)) await runOutside(sql, file, statement, giveUpAfterMs)
    else await attempt(`The migration ${migration.name}`, () => runOutside(sql, file, statement, waitMs))
  }
  const broken = await sql<{ name: string }[]>`
    select indexrelid::regclass::text as name from pg_index join pg_class on oid = indexrelid
    where not indisvalid and relowner = current_user::regrole`
  if (broken[0])
    throw new Error(`${file}: the index ${broken[0].name} is not valid; drop it before it is created`)
  await record(sql, migration)
}

async function runOutside(sql: postgres.Sql, file: string, statement: string, waitMs: number): Promise<void> {
  await sql`select set_config('lock_timeout', ${String(waitMs)}, false)`
  try {
    await run(sql, file, statement)
  } finally {
    await sql`reset lock_timeout`
  }
}

async function run(sql: postgres.ISql, file: string, text: string): Promise<void> {
  try {
    await sql.unsafe(text)
  } catch (error) {
    const { message, position } = error as Error & { position?: unknown }
    const line = Number(position) > 0 ? `:${text.slice(0, Number(position)).split('\n').length}` : ''
    throw new Error(`db/migrations/${file}${line}: ${message}`, { cause: error })
  }
}

/** A migration that removes something rules older processes out at once: they would fail from now on. */
async function record(sql: postgres.ISql, migration: Migration): Promise<void> {
  await sql`insert into migrations.applied ${sql(migration.files, 'file', 'hash')}`
  const oldest = oldestOf(migration)
  if (oldest)
    await sql`insert into installation_facts (name, value) values ('oldest', ${oldest})
      on conflict (name) do update set value = greatest(installation_facts.value, excluded.value)`
}

const turnMs = { pause: 250, giveUpAfter: 600_000 }

/**
 * Serialise preparations of one database. The lock is polled rather than waited for: a waiting session holds a
 * snapshot, which `create index concurrently` in the other session would wait for in turn.
 */
async function takeTurn(sql: postgres.Sql): Promise<void> {
  const startedAt = performance.now()
  for (;;) {
    const [row] = await sql<{ isTaken: boolean }[]>`select pg_try_advisory_lock(${turn}) as "isTaken"`
    if (row?.isTaken) return
    if (performance.now() - startedAt > turnMs.giveUpAfter)
      throw new StartRefusal(
        'Another preparation of this database has not ended in 10 minutes; nothing was changed. Try again once it has.',
      )
    await wait(turnMs.pause)
  }
}
