import { withOrganisation } from '~/db/client'
import type { StoredFirewall } from '~/lib/hypervisors'
import { readFirewalls } from '~/lib/hypervisors/rows'
import { authorize, may } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { namesOf, networkNameOf, toRuleView } from '../firewall/list-firewalls'
import { ownRuleSetId } from '../firewall/own-rule-set'
import type { NetworkView } from './client'
import { networkStanding } from './network-standing'
import { listConnectableServers } from './queries/cards'
import * as rows from './queries/networks'
import { listPeerings } from './queries/peerings'

/** The private networks of the organisation, with their servers and inbound rules. */
export async function listNetworks(ctx: OpContext): Promise<NetworkView[]> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx) => {
    const views: NetworkView[] = []
    const networks = await rows.listNetworks(tx)
    const firewalls = await readFirewalls(tx, [...new Set(networks.map(({ network }) => network.projectId))])
    const connectable = await listConnectableServers(tx)
    const peerings = await listPeerings(tx)
    for (const listed of networks) {
      const { network, projectName, zoneName, zoneCode, technology, hostsInZone, awaitsComparison } = listed
      const servers = await rows.listServersOn(tx, network.id)
      views.push({
        id: network.id,
        name: network.name,
        isDefault: network.isDefault,
        hasExit: network.hasExit,
        isDeleting: network.deletedAt !== null,
        projectName,
        zoneName,
        zoneCode,
        range: network.range,
        range6: network.range6,
        meeting: meetingOf(technology === 'ovn' || hostsInZone < 2, servers),
        ...standingOf(network, servers, awaitsComparison),
        ...rulesOf(network, firewalls, networks),
        ...peersOf(listed, networks, peerings, (projectId) => may(ctx, 'instance:operate', projectId)),
        servers: servers.map(({ id, name, address, address6, position }) => ({
          id,
          name,
          address,
          address6,
          isFirstCard: position === 0,
        })),
        otherServers: connectable.flatMap(({ id, name, projectId, zoneId }) =>
          projectId === network.projectId &&
          zoneId === network.zoneId &&
          !servers.some((server) => server.id === id)
            ? [{ id, name }]
            : [],
        ),
      })
    }
    return views
  })
}

type Listed = Awaited<ReturnType<typeof rows.listNetworks>>[number]

function peersOf(
  { network, technology }: Listed,
  all: readonly Listed[],
  peerings: Awaited<ReturnType<typeof listPeerings>>,
  mayOperate: (projectId: rows.NetworkRow['projectId']) => boolean,
): Pick<NetworkView, 'peers' | 'peerChoices'> {
  const toPeer = ({ network: { id, name, range }, projectName }: Listed) => ({ id, name, projectName, range })
  const peerIds = peerings.flatMap(({ networkId, peerId }) =>
    networkId === network.id ? [peerId] : peerId === network.id ? [networkId] : [],
  )
  const isChoice = ({ network: other }: Listed) =>
    other.id !== network.id &&
    other.zoneId === network.zoneId &&
    other.deletedAt === null &&
    other.hasExit &&
    !peerIds.includes(other.id) &&
    mayOperate(other.projectId)
  const peers = peerIds.map((id) => {
    const peer = all.find((each) => each.network.id === id)
    return peer ? toPeer(peer) : { id, name: null }
  })
  return {
    peers,
    peerChoices: technology === 'ovn' && network.hasExit ? all.filter(isChoice).map(toPeer) : null,
  }
}

function rulesOf(
  { id, projectId }: rows.NetworkRow,
  firewalls: readonly StoredFirewall[],
  networks: Awaited<ReturnType<typeof rows.listNetworks>>,
): Pick<NetworkView, 'ruleSetId' | 'rules' | 'ruleSets'> {
  const firewall = firewalls.find((each) => each.projectId === projectId)
  const nameOf = namesOf((networkId) => networkNameOf(networks, networkId), firewall?.servers ?? [])
  const own = firewall?.sets.find(({ ownerId }) => ownerId === id)
  return {
    ruleSetId: ownRuleSetId(id),
    rules: (own?.rules ?? []).map((rule) => toRuleView(rule, nameOf)),
    ruleSets: (firewall?.sets ?? []).flatMap((set) =>
      set.name !== null && set.networkIds.includes(id)
        ? [{ id: set.id, name: set.name, rules: set.rules.map((rule) => toRuleView(rule, nameOf)) }]
        : [],
    ),
  }
}

function standingOf(
  network: rows.NetworkRow,
  servers: readonly { name: string; hostName: string | null }[],
  awaitsComparison: boolean,
): Pick<NetworkView, 'standing' | 'notInForce'> {
  const { revision, appliedRevision, notInForceSince, notInForceOn, unverified } = network
  const standing = networkStanding({ ...network, awaitsComparison })
  if (notInForceSince === null) return { standing, notInForce: null }
  const affected = servers.filter(({ hostName }) => hostName !== null && notInForceOn.includes(hostName))
  return {
    standing,
    notInForce: {
      since: notInForceSince.toISOString(),
      servers: affected.map(({ name }) => name),
      waitsForStaff: appliedRevision === revision || unverified,
    },
  }
}

/** Which of its servers reach each other on a network. */
function meetingOf(
  spansHosts: boolean,
  servers: readonly { hostName: string | null }[],
): NetworkView['meeting'] {
  if (spansHosts) return 'all'
  return new Set(servers.map(({ hostName }) => hostName)).size > 1 ? 'apart' : 'same_host'
}
