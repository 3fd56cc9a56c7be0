import type { Tx } from '~/db/client'
import { hostPermits } from '~/lib/datacentre/client'
import { groupedBy } from '~/lib/kernel/grouped-by'
import type { Id } from '~/lib/kernel/ids'
import { zoneMoves } from '../claims/move-claim'
import { listClaimsOfZone, listGroupsOfZone, listRebalanceHosts } from '../queries/rebalance'
import type { DrainHost, DrainObstacle, DrainServer } from './drain-zone'

export { findZoneOfHost, listServersOnHost } from '../queries/rebalance'

export type HostRow = Awaited<ReturnType<typeof listRebalanceHosts>>[number]
export type DrainClaim = Awaited<ReturnType<typeof listClaimsOfZone>>[number]

export type DrainZone = {
  hosts: DrainHost[]
  hostById: ReadonlyMap<Id<'host'>, HostRow>
  claimOf: ReadonlyMap<string, DrainClaim>
  groupNames: ReadonlyMap<string, string>
  /** Whether servers of the zone can change hosts at all. */
  canMove: boolean
}

/**
 * The input of a drain plan for some hosts of a zone, read now. Of the other hosts it contains only servers
 * with a group: the rest cannot conflict, and a zone has hundreds of thousands.
 */
export async function readDrainZone(
  tx: Tx,
  zoneId: Id<'zone'>,
  chooseEmptied: (hosts: readonly HostRow[]) => Iterable<Id<'host'>>,
): Promise<DrainZone> {
  const hosts = await listRebalanceHosts(tx, zoneId)
  const claims = await listClaimsOfZone(tx, zoneId, [...chooseEmptied(hosts)])
  const groups = await listGroupsOfZone(tx, zoneId)
  const rulesOf = groupedBy(groups, ({ resourceId }) => resourceId)
  const claimsOn = groupedBy(claims, ({ hostId }) => hostId)
  const server = (claim: DrainClaim): DrainServer => ({
    id: claim.resourceId,
    vcpu: claim.vcpu,
    memoryMib: claim.memoryMib,
    diskGib: claim.diskGib,
    rules: rulesOf.get(claim.resourceId) ?? [],
    requiredLabels: claim.requiredLabels ?? {},
    obstacle: obstacleOf(claim),
  })
  return {
    hosts: hosts.map((host) => ({
      id: host.id,
      rackId: host.rackId,
      roomId: host.roomId,
      isOpen: hostPermits[host.state].takesServers,
      labels: host.labels,
      free: { vcpu: host.vcpuFree, memoryMib: host.memoryMibFree, diskGib: host.diskGibFree },
      servers: (claimsOn.get(host.id) ?? []).map(server),
    })),
    hostById: new Map(hosts.map((host) => [host.id, host])),
    claimOf: new Map(claims.map((claim) => [claim.resourceId, claim])),
    groupNames: new Map(groups.map((group) => [group.groupId, group.name])),
    canMove: await zoneMoves(tx, zoneId),
  }
}

function obstacleOf(claim: DrainClaim): DrainObstacle | null {
  if (claim.instanceState === 'deleted') return 'in_grace'
  if (claim.state !== 'posted') return 'changing'
  if (claim.instanceState !== 'running' && claim.instanceState !== 'stopped') return 'changing'
  return claim.hasLocalVolumes ? 'local_volumes' : null
}
