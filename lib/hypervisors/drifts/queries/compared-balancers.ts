import { and, eq, isNotNull, isNull, not, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { type BalancerState, balancers } from '~/db/schema/resources/balancers'
import { type Id, isId } from '~/lib/kernel/ids'

export type ComparedBalancer = {
  id: string
  organisationId: string
  name: string
  state: BalancerState
  networkId: string
  address: string | null
  ownAddresses: string[]
  sharedAddress: string | null
  isBusy: boolean
  isDue: boolean
  unverified: boolean
  foundDigest: string | null
}

/** The balancers of a zone that exist, and these ones in any state. */
export async function listBalancersOfZone(
  tx: Tx,
  zoneId: Id<'zone'>,
  ids: readonly string[],
): Promise<ComparedBalancer[]> {
  const named = sql.join(
    ids.map((id) => sql`${id}`),
    sql`, `,
  )
  const rows = await tx.execute<ComparedBalancer>(sql`
    select b.id, b.organisation_id as "organisationId", b.name, b.state, b.network_id as "networkId",
      (select a.address from public_addresses a where a.balancer_id = b.id and a.released_at is null) as address,
      array(select o.address from balancer_addresses o where o.balancer_id = b.id and o.position <= 2 order by o.position)
        as "ownAddresses",
      (select o.address from balancer_addresses o where o.balancer_id = b.id and o.position = 3) as "sharedAddress",
      not b.unverified and (b.applied_digest is null or b.failure_code is not null
        or coalesce(b.writing_until > clock_timestamp(), false)) as "isDue",
      b.unverified, b.found_digest as "foundDigest",
      exists (select from sagas s where s.resource_id = b.id and s.state in ('running', 'undoing', 'parked')) as "isBusy"
    from balancers b
    where (b.zone_id = ${zoneId} and b.state not in ('deleted', 'failed')) or b.id = any(array[${named}]::text[])`)
  return [...rows]
}

/** A worker makes it again with its present configuration. */
export async function remakeBalancer(tx: Tx, id: Id<'balancer'>): Promise<void> {
  await tx
    .update(balancers)
    .set({ appliedDigest: null, unverified: false, foundDigest: null })
    .where(and(eq(balancers.id, id), eq(balancers.state, 'active')))
}

/** Lets workers renew these balancers of a zone, and none of the others that were judged. */
export async function markOutdated(
  tx: Tx,
  zoneId: Id<'zone'>,
  { outdated, unjudged, now }: { outdated: readonly string[]; unjudged: readonly string[]; now: Date },
): Promise<void> {
  const isOwn = (id: string) => isId('balancer', id)
  const toRenew = outdated.filter(isOwn)
  const kept = [...outdated, ...unjudged].filter(isOwn)
  // Behind those that wait after a failure.
  const last = sql`(select max(b.renew_at) + interval '1 second' from balancers b where b.zone_id = ${zoneId})`
  await tx
    .update(balancers)
    .set({ renewAt: sql`greatest(${now.toISOString()}::timestamptz, ${last})` })
    .where(and(eq(balancers.zoneId, zoneId), isNull(balancers.renewAt), hasIdIn(toRenew)))
  await tx
    .update(balancers)
    .set({ renewAt: null })
    .where(and(eq(balancers.zoneId, zoneId), isNotNull(balancers.renewAt), not(hasIdIn(kept))))
}

const hasIdIn = (ids: readonly string[]) =>
  ids.length === 0
    ? sql`false`
    : sql`${balancers.id} in (${sql.join(
        ids.map((id) => sql`${id}`),
        sql`, `,
      )})`
