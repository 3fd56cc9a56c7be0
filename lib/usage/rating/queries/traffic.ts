import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { asPart, type CostPart, type CostRow, taggedResources } from './prices'

/** The price of the month as `p`, joined to the traffic `m` of that month. */
const pricesOf = (
  monthStart: Date,
) => sql`traffic_prices p on p.valid_from <= ${monthStart.toISOString()}::timestamptz
  and (p.valid_to is null or p.valid_to > ${monthStart.toISOString()}::timestamptz)`

/**
 * The cost of traffic beyond the allowance in a month, in cents, by project and by the servers' tags among `tagKeys`:
 * `rateTraffic` as one statement.
 */
export async function selectTrafficCents(
  tx: Tx,
  organisationId: Id<'organisation'>,
  month: { period: string; from: Date },
  tagKeys: readonly string[] = [],
): Promise<CostPart[]> {
  const isTagged = tagKeys.length > 0
  const rows = await tx.execute<CostRow>(sql`
    select m.project_id as "projectId", ${isTagged ? sql`coalesce(tagged.tags, '{}')` : sql`'{}'::jsonb`} as tags,
      sum(div(2 * greatest(0, m.bytes / 1048576 - p.included_mebibytes)::numeric * p.micro_cents_per_gibibyte + 1024000000, 2048000000))::text as cents
    from traffic_months m join ${pricesOf(month.from)}
      ${isTagged ? sql`left join (${taggedResources(organisationId, tagKeys)}) tagged on tagged.id = m.instance_id` : sql``}
    where m.organisation_id = ${organisationId} and m.period = ${month.period} group by 1, 2`)
  return rows.map(asPart)
}

export type ServerTraffic = {
  bytes: string
  includedMebibytes: string | null
  microCentsPerGibibyte: string | null
  /** Start of the last hour with known traffic. */
  lastHourAt: string | null
}

/** A server's outgoing traffic in a month, with the month's price; zero without traffic. */
export async function findServerTraffic(
  tx: Tx,
  instanceId: Id<'instance'>,
  month: { period: string; from: Date },
): Promise<ServerTraffic> {
  const [row] = await tx.execute<ServerTraffic>(sql`
    select coalesce(m.bytes, 0)::text as bytes, p.included_mebibytes::text as "includedMebibytes",
      p.micro_cents_per_gibibyte::text as "microCentsPerGibibyte", m.last_hour_at as "lastHourAt"
    from (select 1) one
      left join instances i on i.id = ${instanceId}
      left join traffic_months m on m.organisation_id = i.organisation_id and m.instance_id = i.id and m.period = ${month.period}
      left join ${pricesOf(month.from)}`)
  return row ?? { bytes: '0', includedMebibytes: null, microCentsPerGibibyte: null, lastHourAt: null }
}
