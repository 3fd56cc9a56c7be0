import type { Tx } from '~/db/client'
import { readFilters } from '~/lib/hypervisors'
import type { Id } from '~/lib/kernel/ids'
import { listPublishedNames } from '~/lib/names/rows'
import { listAddressesOf } from '../addresses/queries/public-addresses'
import { networkStanding } from './network-standing'
import { listServersForReach } from './queries/reach'
import { type Reach, type ReachFacts, reachOf } from './reach'
import { sshOpeningOf } from './ssh-opening'

/** The ways to reach each of these servers now. The caller has authorised. */
export async function readReach(tx: Tx, instanceIds: readonly Id<'instance'>[]): Promise<Map<string, Reach>> {
  if (instanceIds.length === 0) return new Map()
  const servers = await listServersForReach(tx, instanceIds)
  const names = await listPublishedNames(tx, instanceIds)
  const routes = await listAddressesOf(tx, instanceIds)
  const projectIds = new Set(servers.flatMap(({ network }) => (network ? [network.projectId] : [])))
  const filters = await readFilters(tx, [...projectIds])
  const networkOf = ({ network, privateAddress, address6 }: ServerForReach): ReachFacts['network'] => {
    if (!network) return 'unknown'
    const openingTo = (address: string | null) =>
      sshOpeningOf(filters.get(network.id)?.rules ?? [], address ?? '')
    return { ssh: openingTo(privateAddress), ssh6: openingTo(address6), standing: networkStanding(network) }
  }
  return new Map(
    servers.map((server) => [
      server.id,
      reachOf({
        state: server.state,
        address: server.address,
        publicRoutes: routes
          .filter(({ instanceId }) => instanceId === server.id)
          .map((route) => ({
            address: route.address,
            isApplied: route.appliedRevision >= route.revision,
            isUnverified: route.unverified,
            isFailing: route.failureCode !== null,
          })),
        public6: server.address6 ? { address: server.address6, isTaken: server.seen6At !== null } : null,
        name: names.get(server.id) ?? null,
        network: networkOf(server),
        keys: keysOf(server),
        sshServer: sshServerOf(server),
      }),
    ]),
  )
}

type ServerForReach = Awaited<ReturnType<typeof listServersForReach>>[number]

/** On a copied disk it may have been installed or removed. */
function sshServerOf({ hasSsh, sourceSnapshotId, sourceImageId }: ServerForReach): ReachFacts['sshServer'] {
  if (hasSsh === null || sourceSnapshotId || sourceImageId) return 'unknown'
  return hasSsh ? 'present' : 'absent'
}

function keysOf({ sshKeyIds, sourceSnapshotId, sourceImageId }: ServerForReach): ReachFacts['keys'] {
  if (sshKeyIds.length > 0) return 'chosen'
  return sourceSnapshotId || sourceImageId ? 'source' : 'none'
}
