import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import type { NetworkView } from './client'
import { networkStanding } from './network-standing'
import * as rows from './queries/networks'

/** The private networks of the organisation, with their servers and inbound rules. */
export async function listNetworks(ctx: OpContext): Promise<NetworkView[]> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx) => {
    const views: NetworkView[] = []
    for (const listed of await rows.listNetworks(tx)) {
      const { network, projectName, zoneName, zoneCode, technology, hostsInZone, awaitsComparison } = listed
      const rules = await rows.listFirewallRules(tx, network.id)
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
        meeting: meetingOf(technology === 'ovn' || hostsInZone < 2, servers),
        ...standingOf(network, servers, awaitsComparison),
        rules: rules.map(({ id, protocol, ports, source, description }) => ({
          id,
          protocol,
          ports,
          source,
          description,
        })),
        servers: servers.map(({ id, name, address }) => ({ id, name, address })),
      })
    }
    return views
  })
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
