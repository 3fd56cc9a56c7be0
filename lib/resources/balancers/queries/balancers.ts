import { and, asc, eq, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { isReservedAddress } from '~/db/expressions/public-address'
import { zones } from '~/db/schema/catalogue'
import { type BalancerState, balancerAddresses, balancers } from '~/db/schema/resources/balancers'
import { type InstanceState, instances } from '~/db/schema/resources/compute'
import { privateAddresses, privateNetworks } from '~/db/schema/resources/networks'
import { publicAddresses } from '~/db/schema/resources/public-addresses'
import { groupedBy } from '~/lib/kernel/grouped-by'
import type { Id } from '~/lib/kernel/ids'

export type BalancerRow = typeof balancers.$inferSelect
export type NewBalancerRow = typeof balancers.$inferInsert

export async function insertBalancers(tx: Tx, rows: NewBalancerRow[]): Promise<void> {
  await tx.insert(balancers).values(rows)
}

/** Locked; null when the caller's organisation has no such row. */
export async function lockBalancerRow(tx: Tx, id: Id<'balancer'>): Promise<BalancerRow | null> {
  const [row] = await tx.select().from(balancers).where(eq(balancers.id, id)).for('no key update')
  return row ?? null
}

export async function findBalancerRow(tx: Tx, id: Id<'balancer'>): Promise<BalancerRow | null> {
  const [row] = await tx.select().from(balancers).where(eq(balancers.id, id))
  return row ?? null
}

/** Changes the row if it is still in `from`; returns the new row, or null. */
export async function updateBalancer(
  tx: Tx,
  id: Id<'balancer'>,
  from: BalancerState,
  set: Partial<NewBalancerRow>,
): Promise<BalancerRow | null> {
  const [row] = await tx
    .update(balancers)
    .set(set)
    .where(and(eq(balancers.id, id), eq(balancers.state, from)))
    .returning()
  return row ?? null
}

/** The row with what its specification needs; null when the balancer does not exist. */
export async function findBalancerFacts(tx: Tx, id: Id<'balancer'>) {
  const [facts] = await tx
    .select({
      balancer: balancers,
      network: privateNetworks,
      zoneCode: zones.code,
      address: publicAddresses.address,
    })
    .from(balancers)
    .innerJoin(privateNetworks, eq(privateNetworks.id, balancers.networkId))
    .innerJoin(zones, eq(zones.id, balancers.zoneId))
    .leftJoin(publicAddresses, and(eq(publicAddresses.balancerId, balancers.id), isReservedAddress))
    .where(eq(balancers.id, id))
  return facts ?? null
}

/**
 * The balancer's addresses on its network, claimed at the first call: two of its own, or none when there are none left, and
 * one that its parts share, unless there is no third.
 */
export async function claimOwnAddresses(
  tx: Tx,
  id: Id<'balancer'>,
): Promise<{ ownAddresses: string[]; sharedAddress: string | null }> {
  await tx.execute(sql`select app.claim_balancer_addresses(${id})`)
  const rows = await tx
    .select({ address: balancerAddresses.address })
    .from(balancerAddresses)
    .where(eq(balancerAddresses.balancerId, id))
    .orderBy(asc(balancerAddresses.position))
  const [first, second, shared] = rows
  const ownAddresses = [first, second].flatMap((row) => row?.address ?? [])
  return { ownAddresses, sharedAddress: shared?.address ?? null }
}

export async function releaseOwnAddresses(tx: Tx, id: Id<'balancer'>): Promise<void> {
  await tx.delete(balancerAddresses).where(eq(balancerAddresses.balancerId, id))
}

export type Candidate = {
  id: Id<'instance'>
  name: string
  state: InstanceState
  zoneId: Id<'zone'>
  tags: Record<string, string>
  addresses: { networkId: Id<'network'>; address: string }[]
}

/** Servers of the project, in this zone or in all, with their cards. */
export async function listPoolCandidates(
  tx: Tx,
  { projectId, zoneId }: { projectId: Id<'project'>; zoneId?: Id<'zone'> },
): Promise<Candidate[]> {
  const rows = await tx
    .select({
      id: instances.id,
      name: instances.name,
      zoneId: instances.zoneId,
      state: instances.state,
      tags: instances.tags,
      networkId: privateAddresses.networkId,
      address: privateAddresses.address,
    })
    .from(instances)
    .innerJoin(privateAddresses, eq(privateAddresses.instanceId, instances.id))
    .where(and(eq(instances.projectId, projectId), zoneId ? eq(instances.zoneId, zoneId) : undefined))
  return [...groupedBy(rows, ({ id }) => id).values()].flatMap((cards) => {
    const [first] = cards
    if (!first) return []
    const addresses = cards.map(({ networkId, address }) => ({ networkId, address }))
    const { id, name, state, tags } = first
    return [{ id, name, zoneId: first.zoneId, state, tags, addresses }]
  })
}

/** Detaches the public address of a balancer that is gone; it stays reserved. */
export async function detachBalancerAddress(tx: Tx, id: Id<'balancer'>): Promise<void> {
  await tx.update(publicAddresses).set({ balancerId: null }).where(eq(publicAddresses.balancerId, id))
}
