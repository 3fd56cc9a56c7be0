import type { Invariant } from './invariant.ts'

/** Invariants of measured traffic. */
export const meteringInvariants: readonly Invariant[] = [
  {
    name: 'traffic_months',
    promise: 'the traffic of a server’s month is that of its hours',
    statement: `
      select coalesce(m.instance_id, h.instance_id) as instance_id, coalesce(m.period, h.period) as period, m.bytes, h.bytes as hours
      from traffic_months m full join (
        select organisation_id, instance_id, to_char(at at time zone 'Europe/Paris', 'YYYY-MM') as period, sum(bytes) as bytes
        from traffic_hours group by 1, 2, 3
      ) h using (organisation_id, instance_id, period)
      where m.bytes is distinct from h.bytes`,
  },
  {
    name: 'traffic_events',
    promise: 'every measurement that is remembered is in the hour of its server',
    statement: `
      select e.instance_id, e.hour, e.bytes, h.bytes as counted from (
        select instance_id, date_trunc('hour', at, 'UTC') as hour, sum(bytes) as bytes from metering_events group by 1, 2
      ) e left join traffic_hours h on h.instance_id = e.instance_id and h.at = e.hour
      where h.bytes is null or h.bytes < e.bytes`,
  },
  {
    name: 'traffic_billed',
    promise: 'no more traffic is billed of a server’s month than left it',
    statement: `
      select l.resource_id, l.usage_period, l.billed, m.bytes from (
        select organisation_id, resource_id, usage_period, sum(billed_mebibytes) as billed from billing_document_lines
        where bound is not null and billed_mebibytes is not null group by 1, 2, 3
      ) l left join traffic_months m on m.organisation_id = l.organisation_id and m.instance_id = l.resource_id and m.period = l.usage_period
      where m.bytes is null or l.billed > m.bytes / 1048576`,
  },
]
