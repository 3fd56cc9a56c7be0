import { withOrganisation } from '~/db/client'
import type { Local, Peer, StoredFirewall } from '~/lib/hypervisors'
import { readFirewalls } from '~/lib/hypervisors/rows'
import { authorize } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { networkStanding } from '../networks/network-standing'
import type { PeerView, ProjectFirewall, RuleView } from './client'
import * as rows from './queries/rule-sets'
import { reachMatrix } from './reach-matrix'

/** The rule sets of every project that this person sees, and who reaches whom by them. */
export async function listFirewalls(ctx: OpContext): Promise<ProjectFirewall[]> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx) => {
    const projects = (await rows.listProjects(tx)).filter(({ archivedAt }) => archivedAt === null)
    const ids = projects.map(({ id }) => id)
    const firewalls = await readFirewalls(tx, ids)
    const networks = await rows.listNetworksOfProjects(tx, ids)
    const servers = await rows.listServersOfProjects(tx, ids)
    return projects.flatMap(({ id, name }) => {
      const firewall = firewalls.find(({ projectId }) => projectId === id)
      if (!firewall) return []
      const own = networks.filter(({ network }) => network.projectId === id)
      const ofProject = servers.filter(({ projectId }) => projectId === id)
      const networkName = (networkId: string) => networkNameOf(own, networkId)
      const nameOf = namesOf(networkName, ofProject)
      return [
        {
          projectId: id,
          projectName: name,
          sets: firewall.sets.map((set) => toSetView(set, networkName, nameOf)),
          networks: own.map(({ network, technology, awaitsComparison }) => ({
            id: network.id,
            name: networkName(network.id),
            standing: networkStanding({ ...network, awaitsComparison }),
            filtersInside: network.filtersInside,
            canFilterInside: technology === 'ovn' && network.hasExit,
          })),
          servers: ofProject.map((server) => ({ id: server.id, name: server.name })),
          tags: tagsOf(ofProject),
          reach: reachMatrix(firewall, { networkName, ip: ctx.ip }),
        },
      ]
    })
  })
}

export function networkNameOf(
  networks: readonly { network: { id: string; name: string }; zoneName: string }[],
  networkId: string,
): string {
  const found = networks.find(({ network }) => network.id === networkId)
  return found ? `${found.network.name} (${found.zoneName})` : networkId
}

type NameOf = (named: Peer | Local) => PeerView

/** Names peers; a server that no longer exists keeps its id. */
export function namesOf(
  networkName: (id: string) => string,
  servers: readonly { id: string; name: string }[],
): NameOf {
  return (named) => {
    if (named.kind === 'network') return { ...named, name: networkName(named.id) }
    if (named.kind !== 'server') return named
    return { ...named, name: servers.find(({ id }) => id === named.id)?.name ?? named.id }
  }
}

function toSetView(
  { id, name, ownerId, rules, networkIds, serverIds }: StoredFirewall['sets'][number],
  networkName: (id: string) => string,
  nameOf: NameOf,
): ProjectFirewall['sets'][number] {
  const serverName = (serverId: (typeof serverIds)[number]) => {
    const view = nameOf({ kind: 'server', id: serverId })
    return view.kind === 'server' ? view.name : serverId
  }
  return {
    id,
    name,
    owner: ownerId && { id: ownerId, name: networkName(ownerId) },
    rules: rules.map((rule) => toRuleView(rule, nameOf)),
    networks: networkIds
      .filter((networkId) => networkId !== ownerId)
      .map((networkId) => ({ id: networkId, name: networkName(networkId) })),
    servers: serverIds.map((serverId) => ({ id: serverId, name: serverName(serverId) })),
  }
}

export function toRuleView(rule: StoredFirewall['sets'][number]['rules'][number], nameOf: NameOf): RuleView {
  const { id, direction, protocol, ports, description } = rule
  const local = rule.local && nameOf(rule.local)
  return {
    id,
    direction,
    protocol,
    ports,
    description,
    peer: nameOf(rule.peer),
    local: local?.kind === 'server' || local?.kind === 'tag' ? local : null,
  }
}

function tagsOf(servers: readonly { tags: Record<string, string> }[]): { key: string; value: string }[] {
  const texts = new Set(
    servers.flatMap(({ tags }) => Object.entries(tags).map((each) => JSON.stringify(each))),
  )
  return [...texts].sort().map((text) => {
    const [key, value] = JSON.parse(text) as [string, string]
    return { key, value }
  })
}
