import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { bundleName } from '~/db/expressions/bundle-name'
import { isReachable } from '~/db/expressions/reachable-zone'
import { seenDownSince } from '~/db/expressions/seen-down'
import type { Id } from '~/lib/kernel/ids'

const isIn = (column: SQL, projects: readonly Id<'project'>[] | null): SQL =>
  projects === null
    ? sql`true`
    : sql`${column} = any(array[${sql.join(
        projects.map((id) => sql`${id}`),
        sql`, `,
      )}]::text[])`

export type EstateCounts = { running: number; instances: number; volumes: number; volumeGib: number }

/** Counts of resources, without erased, failed and deleted ones. Servers that do not answer do not count as running. */
export async function selectEstateCounts(tx: Tx, organisationId: Id<'organisation'>): Promise<EstateCounts> {
  const gone = sql`('deleted', 'purging', 'purged', 'failed')`
  const rows = await tx.execute<EstateCounts>(sql`
    select i.running, i.instances, v.volumes, v."volumeGib" from
      (select count(*) filter (where s.state in ('running', 'restarting') and h.unreachable_since is null
            and (s.state = 'restarting' or ${seenDownSince(sql`s.id`, sql`s.running_since`)} is null))::int as running,
          count(*)::int as instances
        from instances s left join hosts h on h.id = s.host_id
        where s.organisation_id = ${organisationId} and s.state not in ${gone}) i,
      (select count(*)::int as volumes, coalesce(sum(size_gib), 0)::int as "volumeGib" from volumes
        where organisation_id = ${organisationId} and state not in ${gone}) v`)
  return rows[0] ?? { running: 0, instances: 0, volumes: 0, volumeGib: 0 }
}

export type ChangeRow = {
  id: Id<'transition'>
  kind: 'instance' | 'volume'
  resourceId: string
  name: string
  toState: string
  effectiveAt: Date
}

/** The latest changes into a final state, with the names of the resources. */
export async function selectRecentChanges(tx: Tx, limit: number): Promise<ChangeRow[]> {
  const rows = await tx.execute<Omit<ChangeRow, 'effectiveAt'> & { effectiveAt: string }>(sql`
    select t.id, t.resource_kind as kind, t.resource_id as "resourceId", coalesce(i.name, v.name) as name,
      t.to_state as "toState", to_char(t.effective_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "effectiveAt"
    from (
      select * from state_transitions
      where organisation_id = app.current_organisation()
        and resource_kind in ('instance', 'volume')
        and to_state in ('running', 'stopped', 'deleted', 'failed', 'available', 'attached', 'purged')
      order by effective_at desc, id desc limit ${limit}
    ) t
    left join instances i on t.resource_kind = 'instance' and i.id = t.resource_id
    left join volumes v on t.resource_kind = 'volume' and v.id = t.resource_id
    where coalesce(i.name, v.name) is not null
    order by t.effective_at desc, t.id desc`)
  return rows.map((row) => ({ ...row, effectiveAt: new Date(row.effectiveAt) }))
}

export type WaitingRow = {
  id: Id<'instance'>
  name: string
  state: 'failed' | 'deleted'
  purgeAfter: Date | null
}

/** `since` is an ISO string. */
export type AlarmRow = { id: Id<'instance'>; name: string; probes: number; since: string }

/** Servers that need a decision: a failed creation, a deletion that can still be undone. */
export async function selectWaiting(
  tx: Tx,
  projects: readonly Id<'project'>[] | null,
  limit: number,
): Promise<WaitingRow[]> {
  const rows = await tx.execute<Omit<WaitingRow, 'purgeAfter'> & { purgeAfter: string | null }>(sql`
    select id, name, state, to_char(purge_after at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "purgeAfter"
    from instances where state in ('failed', 'deleted') and ${isIn(sql`project_id`, projects)}
    order by state desc, created_at desc limit ${limit}`)
  return rows.map((row) => ({ ...row, purgeAfter: row.purgeAfter ? new Date(row.purgeAfter) : null }))
}

/** Running servers of which a probe of the customer has raised its alert, the first alert first: others are not probed. */
export async function selectAlarms(
  tx: Tx,
  projects: readonly Id<'project'>[] | null,
  limit: number,
): Promise<AlarmRow[]> {
  const rows = await tx.execute<AlarmRow>(sql`
    select i.id, i.name, count(*)::int as probes,
      to_char(min(p.alerted_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as since
    from instance_probes p
    join instances i on i.organisation_id = p.organisation_id and i.id = p.instance_id
    where p.alerted_at is not null and i.state = 'running' and ${isIn(sql`i.project_id`, projects)}
    group by i.id, i.name order by min(p.alerted_at), i.id limit ${limit}`)
  return [...rows]
}

export type PresetRow = {
  bundleId: Id<'bundle'>
  bundle: string
  zoneId: Id<'zone'>
  zone: string
}

/**
 * The bundles ordered last, each with its zone, that can still be ordered on the order page (addresses have
 * another).
 */
export async function selectPresets(tx: Tx, limit: number): Promise<PresetRow[]> {
  const rows = await tx.execute<PresetRow>(sql`
    select ol.bundle_id as "bundleId", ${bundleName} as bundle, ol.zone_id as "zoneId", zones.name as zone
    from order_lines ol
    join orders o on o.id = ol.order_id
    join bundles on bundles.id = ol.bundle_id and bundles.is_active and bundles.kind not in ('address', 'balancer')
    join zones on zones.id = ol.zone_id and zones.state = 'in_service' and ${isReachable}
    group by 1, 2, 3, 4 order by max(o.created_at) desc limit ${limit}`)
  return [...rows]
}

/** The spending cap of the organisation in cents; null without one. */
export async function selectSpendingCap(tx: Tx, organisationId: Id<'organisation'>): Promise<bigint | null> {
  const rows = await tx.execute<{ cap: string | null }>(
    sql`select spending_cap_cents::text as cap from organisations where id = ${organisationId}`,
  )
  const cap = rows[0]?.cap
  return cap ? BigInt(cap) : null
}
