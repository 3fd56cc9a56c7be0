import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'

/** What `app.check_promotion` found; only `continued` and `unchanged` leave a database that is not held alone. */
export type PromotionOutcome =
  | 'unchanged'
  | 'continued'
  /** A promoted server without a mark that was acknowledged, or a former primary. */
  | 'writes_lost'
  /** No administrator declared this cluster synchronous. */
  | 'undeclared'
  /** No synchronous standby was configured at the last mark. */
  | 'not_synchronous'
  /** Others wrote after this worker had lost the database. */
  | 'cut_off'
  /** The database was held before. */
  | 'held'
  /** No promotion: a copy, or a former primary that is held. */
  | 'other_database'

/** Compares the last mark with the database, and leaves a new one; `markedAt` is null while the database is held. */
export async function followDatabaseIn(
  tx: Tx,
  {
    id,
    workerId,
    known,
    at,
  }: {
    id: Id<'recovery'>
    workerId: string
    known: { identity: string; markedAt: string } | null
    at: Date
  },
): Promise<{ outcome: PromotionOutcome; identity: string; markedAt: string | null }> {
  const [row] = await tx.execute<{
    outcome: PromotionOutcome
    identity: string
    markedAt: string | null
  }>(sql`
    select outcome, identity, marked_at::text as "markedAt" from app.follow_database(
      ${id}, ${workerId}, ${known?.identity ?? null}, ${known?.markedAt ?? null}::timestamptz, ${at.toISOString()}::timestamptz)`)
  if (!row) throw new Error('app.follow_database returned nothing')
  return row
}

export async function declareSynchronousIn(tx: Tx, isSynchronous: boolean): Promise<boolean> {
  const [row] = await tx.execute<{ declared: boolean }>(
    sql`select app.declare_synchronous(${isSynchronous}) as declared`,
  )
  return row?.declared ?? false
}

/** Whether promotions of this cluster lose nothing, by declaration. */
export async function isDeclaredSynchronous(tx: Tx): Promise<boolean> {
  const [row] = await tx.execute<{ declared: boolean }>(sql`
    select exists (select from installation_facts where name = 'synchronous_system'
      and value = split_part(app.database_identity(), '/', 1)) as declared`)
  return row?.declared ?? false
}
