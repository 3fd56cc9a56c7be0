import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import type { Meter } from '~/db/schema/catalogue'
import type { Id } from '~/lib/kernel/ids'

/** A month, and the instant in it at which its forecast would have been made. */
export type TrialMonth = { from: Date; at: Date; to: Date }

/** Forecast and actual amount in micro-cents per hour times seconds, as texts. */
export type TrialRow = {
  /** Index of the requested month, from zero. */
  month: number
  projectId: Id<'project'> | null
  resourceId: string | null
  meter: Meter | null
  foreseen: string
  came: string
}

/** Columns that distinguish the parts; all else is summed. */
const groups = {
  project: sql`project_id as "projectId", null::text as "resourceId", null::text as meter`,
  cost_centre: sql`project_id as "projectId", null::text as "resourceId", null::text as meter`,
  resource: sql`null::text as "projectId", resource_id as "resourceId", null::text as meter`,
  meter: sql`null::text as "projectId", null::text as "resourceId", meter`,
  tag: sql`project_id as "projectId", resource_id as "resourceId", null::text as meter`,
}

const seconds = (at: Date) => sql`${Math.round(at.getTime() / 1_000)}::int8`

/**
 * For each month and part, the forecast that `forecastLines` would have made at `at`, and the actual amount: the first
 * 720 hours per resource and meter, in time order.
 */
export async function listForecastTrials(
  tx: Tx,
  organisationId: Id<'organisation'>,
  months: readonly TrialMonth[],
  by: keyof typeof groups,
): Promise<TrialRow[]> {
  const values = months.map(
    ({ from, at, to }, month) => sql`(${month}::int, ${seconds(from)}, ${seconds(at)}, ${seconds(to)})`,
  )
  const rows = await tx.execute<TrialRow>(sql`
    with used as (
      select m.month, u.project_id, u.resource_id, u.meter, u.micro_cents_per_hour, u.started_at,
        greatest(t.begins, m.from_s) as begins, least(t.ends, m.to_s) as ends,
        case when t.begins >= m.at_s then null when t.ends > m.at_s then m.to_s else t.ends end as seen_ends
      from (values ${sql.join(values, sql`, `)}) as m (month, from_s, at_s, to_s)
        join usage_intervals u on u.organisation_id = ${organisationId}
          and u.started_at < to_timestamp(m.to_s) and (u.ended_at is null or u.ended_at > to_timestamp(m.from_s)),
        lateral (select extract(epoch from u.started_at)::int8 as begins, coalesce(extract(epoch from u.ended_at)::int8, m.to_s) as ends) t
    ), running as (
      select *, ends - begins as came_s, coalesce(seen_ends - begins, 0) as seen_s,
        sum(ends - begins) over earlier as came_run, sum(coalesce(seen_ends - begins, 0)) over earlier as seen_run
      from used
      window earlier as (partition by month, resource_id, meter order by started_at rows between unbounded preceding and current row)
    )
    select month, ${groups[by]}, sum(micro_cents_per_hour * greatest(0, least(seen_s, 2592000 - (seen_run - seen_s))))::text as foreseen,
      sum(micro_cents_per_hour * greatest(0, least(came_s, 2592000 - (came_run - came_s))))::text as came
    from running group by 1, 2, 3, 4`)
  return [...rows]
}
