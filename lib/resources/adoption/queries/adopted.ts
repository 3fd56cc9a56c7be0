import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { privateAddresses } from '~/db/schema/resources/networks'
import type { Id } from '~/lib/kernel/ids'

/** A card that the hypervisor shows; the first is the one that the server was ordered with. */
export type AdoptedCard = { networkId: Id<'network'>; address: string }

/**
 * Gives the server the addresses that it has; false when another one has one of them. Locks are taken in the order of
 * `app.claim_private_addresses`.
 */
export async function insertCards(
  tx: Tx,
  server: {
    id: Id<'instance'>
    organisationId: Id<'organisation'>
    projectId: Id<'project'>
    createdAt: Date
  },
  cards: readonly AdoptedCard[],
): Promise<boolean> {
  if (cards.length === 0) return true
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('firewall ' || ${server.projectId}, 0))`)
  for (const { networkId } of [...cards].sort((a, b) => (a.networkId < b.networkId ? -1 : 1)))
    await tx.execute(
      sql`select pg_advisory_xact_lock(hashtextextended('private_addresses ' || ${networkId}, 0))`,
    )
  for (const [position, { networkId, address }] of cards.entries()) {
    const [balancer] = await tx.execute(
      sql`select 1 from balancer_addresses where network_id = ${networkId} and address = ${address}`,
    )
    if (balancer) return false
    const rows = await tx
      .insert(privateAddresses)
      .values({
        networkId,
        address,
        position,
        organisationId: server.organisationId,
        instanceId: server.id,
        createdAt: server.createdAt,
      })
      .onConflictDoNothing()
      .returning({ address: privateAddresses.address })
    if (rows.length === 0) return false
  }
  return true
}

export type LostNetwork = {
  id: Id<'network'>
  organisationId: Id<'organisation'>
  zoneId: Id<'zone'>
  createdAt: Date
}

/** The project of an organisation's network that exists; null without one. */
export async function findProjectOfNetwork(tx: Tx, network: LostNetwork): Promise<Id<'project'> | null> {
  const { id, organisationId, zoneId } = network
  const [row] = await tx.execute<{ projectId: Id<'project'> }>(sql`
    select project_id as "projectId" from private_networks
    where id = ${id} and organisation_id = ${organisationId} and zone_id = ${zoneId} and removed_at is null`)
  return row?.projectId ?? null
}

/** Writes the row of a network whose range was kept because no row explained it; without such a range, none. */
export async function insertKeptNetwork(tx: Tx, network: LostNetwork): Promise<void> {
  const { id, organisationId, zoneId, createdAt } = network
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('private_networks ' || ${zoneId}, 0))`)
  await tx.execute(sql`
    with kept as (
      delete from spare_networks where id = ${id} and zone_id = ${zoneId} and withdrawn_at is not null and family(range::cidr) = 4
      returning id, range, range6
    ), place as (
      select p.id as project_id, exists (select from private_networks n where n.project_id = p.id and n.zone_id = ${zoneId}
          and n.is_default and n.deleted_at is null) as has_default,
        (select c.name from (select case g when 1 then 'principal' else 'principal-' || g end as name, g from generate_series(1, 1000) g) c
          where not exists (select from private_networks n where n.project_id = p.id and n.zone_id = ${zoneId} and n.deleted_at is null
            and n.name = c.name) order by c.g limit 1) as name
      from projects p where p.organisation_id = ${organisationId} and p.is_default
    )
    insert into private_networks (id, organisation_id, project_id, zone_id, name, is_default, range, range6, created_at, unverified)
    select k.id, ${organisationId}, l.project_id, ${zoneId}, l.name, not l.has_default, k.range, k.range6,
      ${createdAt.toISOString()}::timestamptz, true
    from kept k, place l`)
}

/** A public address that leads to a server. */
export type AdoptedAddress = {
  id: Id<'publicAddress'>
  organisationId: Id<'organisation'>
  projectId: Id<'project'>
  zoneId: Id<'zone'>
  address: string
  instanceId: Id<'instance'>
  bundleId: Id<'bundle'>
  orderLineId: Id<'orderLine'>
  reservedAt: Date
}
export type AddressAdoption = 'adopted' | 'pool_unknown' | 'address_taken' | 'exists' | 'server_first'

export async function callAdoptAddress(tx: Tx, of: AdoptedAddress): Promise<AddressAdoption> {
  const [row] = await tx.execute<{ answer: AddressAdoption }>(sql`
    select app.adopt_public_address(${of.id}, ${of.organisationId}, ${of.zoneId}, ${of.address}, ${of.instanceId},
      ${of.bundleId}, ${of.orderLineId}, ${of.reservedAt.toISOString()}::timestamptz) as answer`)
  return row?.answer ?? 'server_first'
}
