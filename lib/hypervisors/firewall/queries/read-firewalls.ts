import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { instances } from '~/db/schema/resources/compute'
import { firewallRules, ruleSetInstances, ruleSetNetworks, ruleSets } from '~/db/schema/resources/firewall'
import { privateAddresses, privateNetworks } from '~/db/schema/resources/networks'
import type { Id } from '~/lib/kernel/ids'

type RuleRow = typeof firewallRules.$inferSelect

/** The rule sets of these projects, each with all that they name: the facts of an expansion. */
export async function readFirewalls(tx: Tx, projectIds: readonly Id<'project'>[]) {
  if (projectIds.length === 0) return []
  const ofProjects = [...projectIds]
  const networks = await tx
    .select({
      id: privateNetworks.id,
      projectId: privateNetworks.projectId,
      zoneId: privateNetworks.zoneId,
      range: privateNetworks.range,
      range6: privateNetworks.range6,
      filtersInside: privateNetworks.filtersInside,
      hasExit: privateNetworks.hasExit,
      peerIds: sql<string[] | null>`case when ${zones.networkTechnology} = 'ovn' then array(
        select case when p.network_id = ${privateNetworks.id} then p.peer_id else p.network_id end
        from network_peerings p where ${privateNetworks.id} in (p.network_id, p.peer_id)) end`,
    })
    .from(privateNetworks)
    .innerJoin(zones, eq(zones.id, privateNetworks.zoneId))
    .where(and(inArray(privateNetworks.projectId, ofProjects), isNull(privateNetworks.deletedAt)))
    .orderBy(asc(privateNetworks.createdAt), asc(privateNetworks.id))
  const cards = await tx
    .select({
      id: instances.id,
      projectId: instances.projectId,
      name: instances.name,
      tags: instances.tags,
      networkId: privateAddresses.networkId,
      address: privateAddresses.address,
      address6: privateAddresses.address6,
    })
    .from(privateAddresses)
    .innerJoin(instances, eq(instances.id, privateAddresses.instanceId))
    .where(inArray(instances.projectId, ofProjects))
    .orderBy(asc(instances.name), asc(instances.id))
  const sets = await tx
    .select()
    .from(ruleSets)
    .where(inArray(ruleSets.projectId, ofProjects))
    .orderBy(asc(ruleSets.name), asc(ruleSets.id))
  const setIds = sets.map(({ id }) => id)
  const rules = await tx
    .select()
    .from(firewallRules)
    .where(inArray(firewallRules.setId, setIds))
    .orderBy(asc(firewallRules.createdAt), asc(firewallRules.id))
  const onNetworks = await tx.select().from(ruleSetNetworks).where(inArray(ruleSetNetworks.setId, setIds))
  const onServers = await tx.select().from(ruleSetInstances).where(inArray(ruleSetInstances.setId, setIds))
  return ofProjects.map((projectId) => ({
    projectId,
    networks: networks.filter((each) => each.projectId === projectId),
    servers: serversOf(cards.filter((each) => each.projectId === projectId)),
    sets: sets
      .filter(
        ({ networkId, ...each }) =>
          each.projectId === projectId &&
          (networkId === null || networks.some((network) => network.id === networkId)),
      )
      .map(({ id, name, networkId }) => ({
        id,
        name,
        /** The network whose own set it is. */
        ownerId: networkId,
        rules: rules.filter(({ setId }) => setId === id).map(toRule),
        networkIds: [
          ...(networkId ? [networkId] : []),
          ...onNetworks.flatMap((each) => (each.setId === id ? [each.networkId] : [])),
        ],
        serverIds: onServers.flatMap((each) => (each.setId === id ? [each.instanceId] : [])),
      })),
  }))
}

type Card = {
  id: Id<'instance'>
  name: string
  tags: Record<string, string>
  networkId: Id<'network'>
  address: string
  address6: string | null
}

function serversOf(cards: readonly Card[]) {
  const servers = new Map<
    string,
    Pick<Card, 'id' | 'name' | 'tags'> & { addresses: Pick<Card, 'networkId' | 'address'>[] }
  >()
  for (const { id, name, tags, networkId, address, address6 } of cards) {
    const server = servers.get(id) ?? { id, name, tags, addresses: [] }
    server.addresses.push({ networkId, address })
    if (address6 !== null) server.addresses.push({ networkId, address: address6 })
    servers.set(id, server)
  }
  return [...servers.values()]
}

function toRule(row: RuleRow) {
  const { id, direction, protocol, ports, description } = row
  return { id, direction, protocol, ports, description, peer: toPeer(row), local: toLocal(row) }
}

function toPeer({ peerCidr, peerInstanceId, peerTagKey, peerTagValue, peerNetworkId }: RuleRow) {
  if (peerCidr !== null) return { kind: 'cidr' as const, cidr: peerCidr }
  if (peerInstanceId !== null) return { kind: 'server' as const, id: peerInstanceId }
  if (peerNetworkId !== null) return { kind: 'network' as const, id: peerNetworkId }
  if (peerTagKey !== null) return { kind: 'tag' as const, key: peerTagKey, value: peerTagValue ?? '' }
  return { kind: 'anywhere' as const }
}

function toLocal({ localInstanceId, localTagKey, localTagValue }: RuleRow) {
  if (localInstanceId !== null) return { kind: 'server' as const, id: localInstanceId }
  if (localTagKey !== null) return { kind: 'tag' as const, key: localTagKey, value: localTagValue ?? '' }
  return null
}
