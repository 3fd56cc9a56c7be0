import { and, desc, eq, gte, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { costAnomalies, costWatches } from '~/db/schema/billing/costs'
import { projects } from '~/db/schema/identity/identity'
import type { Id } from '~/lib/kernel/ids'

export type CostWatch = { isOn: boolean; minimumCents: bigint }

/** The cost watch row; null for an organisation that has set nothing and was not examined yet. */
export async function findCostWatch(tx: Tx, organisationId: Id<'organisation'>): Promise<CostWatch | null> {
  const [row] = await tx
    .select({ isOn: costWatches.isOn, minimumCents: costWatches.minimumCents })
    .from(costWatches)
    .where(eq(costWatches.organisationId, organisationId))
  return row ?? null
}

export async function replaceCostWatch(
  tx: Tx,
  organisationId: Id<'organisation'>,
  { isOn, minimumCents }: CostWatch,
  at: Date,
): Promise<void> {
  // The builder would also name the last compared day, which only the worker may write.
  await tx.execute(sql`
    insert into cost_watches (organisation_id, is_on, minimum_cents, updated_at)
    values (${organisationId}, ${isOn}, ${minimumCents.toString()}::bigint, ${at.toISOString()}::timestamptz)
    on conflict (organisation_id) do update
      set is_on = excluded.is_on, minimum_cents = excluded.minimum_cents, updated_at = excluded.updated_at`)
}

/** Organisations with a day still to compare and usage in the days up to it. */
export async function listOrganisationsToExamine(
  tx: Tx,
  day: string,
  since: Date,
): Promise<{ id: Id<'organisation'>; legalName: string }[]> {
  const rows = await tx.execute<{ id: Id<'organisation'>; legalName: string }>(sql`
    select o.id, o.legal_name as "legalName" from organisations o
    left join cost_watches w on w.organisation_id = o.id
    where coalesce(w.is_on, true) and (w.examined_day is null or w.examined_day < ${day}::date)
      and exists (select 1 from usage_intervals u where u.organisation_id = o.id
        and (u.ended_at is null or u.ended_at > ${since.toISOString()}::timestamptz))
    order by o.id`)
  return [...rows]
}

/**
 * Claims the day, so that no other worker compares it. Returns the organisation's watch, or null when the day is
 * already claimed or the watch is off. An organisation that has set nothing starts with `minimumCents`.
 */
export async function claimDay(
  tx: Tx,
  taken: { organisationId: Id<'organisation'>; day: string; minimumCents: bigint; at: Date },
): Promise<{ minimumCents: bigint } | null> {
  const { organisationId, day, minimumCents, at } = taken
  const rows = await tx.execute<{ minimumCents: string }>(sql`
    insert into cost_watches (organisation_id, is_on, minimum_cents, examined_day, updated_at)
    values (${organisationId}, true, ${minimumCents.toString()}::bigint, ${day}::date, ${at.toISOString()}::timestamptz)
    on conflict (organisation_id) do update set examined_day = excluded.examined_day
      where cost_watches.is_on and (cost_watches.examined_day is null or cost_watches.examined_day < excluded.examined_day)
    returning minimum_cents::text as "minimumCents"`)
  const [row] = rows
  return row ? { minimumCents: BigInt(row.minimumCents) } : null
}

export type DayWindow = { day: string; from: Date; to: Date }
/** Micro-cents per hour times seconds, as text. */
export type DayAmount = { key: string; day: string; amount: string }

/**
 * Running cost per day, by project or by resource of one project, at hourly prices and without the monthly 720-hour
 * cap, so that equal days cost the same. Days without usage have no row.
 */
export async function listDayAmounts(
  tx: Tx,
  organisationId: Id<'organisation'>,
  days: readonly DayWindow[],
  ofProject?: Id<'project'>,
): Promise<DayAmount[]> {
  const seconds = (at: Date) => sql`${Math.round(at.getTime() / 1_000)}::int8`
  const values = days.map(({ day, from, to }) => sql`(${day}::text, ${seconds(from)}, ${seconds(to)})`)
  const rows = await tx.execute<DayAmount>(sql`
    select ${ofProject ? sql`u.resource_id` : sql`u.project_id`} as key, d.day,
      sum(u.micro_cents_per_hour * (least(coalesce(extract(epoch from u.ended_at)::int8, d.to_s), d.to_s)
        - greatest(extract(epoch from u.started_at)::int8, d.from_s)))::text as amount
    from (values ${sql.join(values, sql`, `)}) as d (day, from_s, to_s)
      join usage_intervals u on u.organisation_id = ${organisationId} and u.started_at < to_timestamp(d.to_s)
        and (u.ended_at is null or u.ended_at > to_timestamp(d.from_s))
    where ${ofProject ? sql`u.project_id = ${ofProject}` : sql`true`}
    group by 1, 2`)
  return [...rows]
}

/** Returns whether the anomaly is new. */
export async function insertAnomaly(tx: Tx, row: typeof costAnomalies.$inferInsert): Promise<boolean> {
  const made = await tx
    .insert(costAnomalies)
    .values(row)
    .onConflictDoNothing()
    .returning({ day: costAnomalies.day })
  return made.length === 1
}

export async function findAnomaly(
  tx: Tx,
  of: { organisationId: Id<'organisation'>; projectId: Id<'project'>; day: string },
) {
  const [row] = await tx
    .select({ cents: costAnomalies.cents, expectedCents: costAnomalies.expectedCents })
    .from(costAnomalies)
    .where(
      and(
        eq(costAnomalies.organisationId, of.organisationId),
        eq(costAnomalies.projectId, of.projectId),
        eq(costAnomalies.day, of.day),
      ),
    )
  return row ?? null
}

/** Notified anomalies since a day, latest first, with the project's current name. */
export async function listNotifiedAnomalies(
  tx: Tx,
  organisationId: Id<'organisation'>,
  since: string,
  rowsMax: number,
) {
  return tx
    .select({
      projectId: costAnomalies.projectId,
      project: projects.name,
      day: costAnomalies.day,
      cents: costAnomalies.cents,
      expectedCents: costAnomalies.expectedCents,
      allowedCents: costAnomalies.allowedCents,
      causes: costAnomalies.causes,
    })
    .from(costAnomalies)
    .innerJoin(projects, eq(projects.id, costAnomalies.projectId))
    .where(
      and(
        eq(costAnomalies.organisationId, organisationId),
        eq(costAnomalies.isTold, true),
        gte(costAnomalies.day, since),
      ),
    )
    .orderBy(desc(costAnomalies.day), projects.name)
    .limit(rowsMax)
}
