import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { billingSellers } from '~/db/schema/billing/documents'
import { billingRunItems, billingRuns } from '~/db/schema/billing/runs'
import { organisations } from '~/db/schema/identity/identity'
import type { Id } from '~/lib/kernel/ids'

/** Runs, latest first, each with the totals of its items. */
export async function listRuns(tx: Tx, limit: number) {
  return tx
    .select({
      run: billingRuns,
      organisations: sql<number>`count(${billingRunItems.organisationId})::int`,
      finished: sql<number>`count(*) filter (where ${billingRunItems.finishedAt} is not null)::int`,
      refused: sql<number>`count(*) filter (where ${billingRunItems.state} = 'refused')::int`,
      documents: sql<number>`coalesce(sum(${billingRunItems.documents}), 0)::int`,
      netCents: sql<string>`coalesce(sum(${billingRunItems.netCents}), 0)::text`,
    })
    .from(billingRuns)
    .leftJoin(billingRunItems, eq(billingRunItems.runId, billingRuns.id))
    .groupBy(billingRuns.id)
    .orderBy(desc(billingRuns.startedAt), desc(billingRuns.id))
    .limit(limit)
}

export type RunRow = typeof billingRuns.$inferSelect

export async function insertRun(tx: Tx, row: typeof billingRuns.$inferInsert): Promise<void> {
  await tx.insert(billingRuns).values(row)
}

/**
 * Inserts a waiting item for every organisation, or the given one, that may owe something for the month: usage of the
 * month, usage recorded since an earlier month was closed, an unbilled exit fee, or a corrected service credit to
 * charge. Traffic is accepted up to 45 days late, so it counts for the month before and the one before that.
 */
export async function insertRunItems(
  tx: Tx,
  run: { id: Id<'billingRun'>; from: Date; to: Date; previousPeriod: string; periodBeforeThat: string },
  organisationId: Id<'organisation'> | null,
): Promise<void> {
  const [from, to] = [run.from.toISOString(), run.to.toISOString()]
  await tx.execute(sql`
    insert into billing_run_items (run_id, organisation_id, state, previous_net_cents)
    select ${run.id}, o.id, 'waiting', b.net_cents
    from organisations o
    left join billed_months b on b.organisation_id = o.id and b.period = ${run.previousPeriod}
    where ${organisationId ? sql`o.id = ${organisationId}` : sql`true`} and exists (
      select 1 from usage_intervals u where u.organisation_id = o.id and u.started_at < ${to}::timestamptz
        and (u.ended_at is null or u.ended_at > ${from}::timestamptz
          or u.recorded_at > ${from}::timestamptz or u.closed_recorded_at > ${from}::timestamptz)
      union all
      select 1 from traffic_months m where m.organisation_id = o.id and m.is_late
        and m.period in (${run.previousPeriod}, ${run.periodBeforeThat})
      union all
      select 1 from commitment_exits e where e.organisation_id = o.id and e.state = 'owed' and e.cents > 0
        and e.owed_at < ${to}::timestamptz and not exists (select 1 from billing_document_lines l where l.bound = e.id)
      union all
      select 1 from service_credits c where c.organisation_id = o.id and c.state in ('drafted', 'carried') and c.amount_cents < 0)`)
}

export async function findRun(tx: Tx, id: Id<'billingRun'>): Promise<RunRow | null> {
  const [row] = await tx.select().from(billingRuns).where(eq(billingRuns.id, id))
  return row ?? null
}

/** Whether the month has a run of this mode over all organisations, finished or not. */
export async function hasRun(tx: Tx, period: string, mode: RunRow['mode']): Promise<boolean> {
  const rows = await tx
    .select({ id: billingRuns.id })
    .from(billingRuns)
    .where(and(eq(billingRuns.period, period), eq(billingRuns.mode, mode), eq(billingRuns.scope, 'all')))
    .limit(1)
  return rows.length > 0
}

/** Whether an administrator agreed, at this instant or later, to a database that had lost rows. */
export async function wereRowsLostSince(tx: Tx, at: Date): Promise<boolean> {
  const rows = await tx.execute(sql`
    select 1 from installation_facts where name = 'data_lost_at' and value::timestamptz >= ${at.toISOString()}::timestamptz`)
  return rows.length > 0
}

/** Whether a month has usage of any organisation. */
export async function wasUsed(tx: Tx, { from, to }: { from: Date; to: Date }): Promise<boolean> {
  const rows = await tx.execute(sql`
    select 1 from usage_intervals where started_at < ${to.toISOString()}::timestamptz
      and (ended_at is null or ended_at > ${from.toISOString()}::timestamptz) limit 1`)
  return rows.length > 0
}

/**
 * An organisation with usage in a month that was billed for all, but in none of its final runs: its usage was recorded
 * afterwards. Null when there is none.
 */
export async function findLeftBehind(
  tx: Tx,
  month: { period: string; from: Date; to: Date },
): Promise<Id<'organisation'> | null> {
  const { period, from, to } = month
  const [row] = await tx.execute<{ id: Id<'organisation'> }>(sql`
    select o.id from organisations o
    where exists (select 1 from billing_runs r where r.period = ${period} and r.mode = 'final' and r.scope = 'all' and r.state = 'done')
      and not exists (select 1 from billed_months b where b.organisation_id = o.id and b.period = ${period})
      and not exists (select 1 from billing_run_items i join billing_runs r on r.id = i.run_id
        where i.organisation_id = o.id and r.period = ${period} and r.mode = 'final')
      and exists (select 1 from usage_intervals u where u.organisation_id = o.id and u.started_at < ${to.toISOString()}::timestamptz
        and (u.ended_at is null or u.ended_at > ${from.toISOString()}::timestamptz))
    order by o.id limit 1`)
  return row?.id ?? null
}

/** The unfinished run of this month and mode, for this organisation only, or for all when none is given. */
export async function findRunning(
  tx: Tx,
  { period, mode }: Pick<RunRow, 'period' | 'mode'>,
  organisationId: Id<'organisation'> | null,
): Promise<Id<'billingRun'> | null> {
  const rows = await tx
    .select({ id: billingRuns.id, scope: billingRuns.scope, organisationId: billingRunItems.organisationId })
    .from(billingRuns)
    .leftJoin(billingRunItems, eq(billingRunItems.runId, billingRuns.id))
    .where(and(eq(billingRuns.period, period), eq(billingRuns.mode, mode), eq(billingRuns.state, 'running')))
    .limit(1)
  const [row] = rows
  const isSame = organisationId
    ? row?.scope === 'one' && row.organisationId === organisationId
    : row?.scope === 'all'
  return row && isSame ? row.id : null
}

/** The next waiting organisations, up to a limit. */
export async function listWaiting(
  tx: Tx,
  runId: Id<'billingRun'>,
  limit: number,
): Promise<Id<'organisation'>[]> {
  const rows = await tx
    .select({ organisationId: billingRunItems.organisationId })
    .from(billingRunItems)
    .where(and(eq(billingRunItems.runId, runId), eq(billingRunItems.state, 'waiting')))
    .orderBy(asc(billingRunItems.organisationId))
    .limit(limit)
  return rows.map((row) => row.organisationId)
}

/**
 * Stores the result of an item. A billed item stays billed: a later attempt that finds the month closed, or cannot bill
 * it, changes nothing.
 */
export async function finishItem(
  tx: Tx,
  key: { runId: Id<'billingRun'>; organisationId: Id<'organisation'> },
  outcome: Pick<typeof billingRunItems.$inferInsert, 'state' | 'finishedAt'> &
    Partial<typeof billingRunItems.$inferInsert>,
): Promise<void> {
  const isLateWord = outcome.state === 'already_billed' || outcome.state === 'refused'
  await tx
    .update(billingRunItems)
    .set({ refusalCode: null, refusalParams: null, ...outcome })
    .where(
      and(
        eq(billingRunItems.runId, key.runId),
        eq(billingRunItems.organisationId, key.organisationId),
        isLateWord ? inArray(billingRunItems.state, ['waiting', 'refused']) : undefined,
      ),
    )
}

export async function endRun(tx: Tx, id: Id<'billingRun'>, at: Date): Promise<void> {
  await tx.update(billingRuns).set({ state: 'done', finishedAt: at }).where(eq(billingRuns.id, id))
}

/** The items of a run with organisation names: refusals first, then by largest change. */
export async function listItems(tx: Tx, runId: Id<'billingRun'>) {
  return tx
    .select({ item: billingRunItems, organisation: organisations.legalName })
    .from(billingRunItems)
    .innerJoin(organisations, eq(organisations.id, billingRunItems.organisationId))
    .where(eq(billingRunItems.runId, runId))
    .orderBy(
      desc(eq(billingRunItems.state, 'refused')),
      desc(sql`abs(${billingRunItems.netCents} - coalesce(${billingRunItems.previousNetCents}, 0))`),
      asc(organisations.legalName),
    )
    .limit(2_000)
}

/** Whether a seller with invoice details exists. */
export async function hasSeller(tx: Tx): Promise<boolean> {
  const rows = await tx.select({ id: billingSellers.sellingEntityId }).from(billingSellers).limit(1)
  return rows.length > 0
}
