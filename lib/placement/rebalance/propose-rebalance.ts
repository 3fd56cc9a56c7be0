import { type Tx, withStaff } from '~/db/client'
import { hostPermits } from '~/lib/datacentre/client'
import { findZoneTitle } from '~/lib/datacentre/rows'
import { authorizeStaff } from '~/lib/identity'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { groupedBy } from '~/lib/kernel/grouped-by'
import { type Id, isId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { listClaimsOfZone, listGroupsOfZone, listRebalanceHosts } from '../queries/rebalance'
import { planRebalance } from './plan-rebalance'
import type { RebalanceSize, RebalanceView } from './rebalance-view'
import type { RebalanceServer } from './rebalance-zone'

/** Servers in these states can be moved; the others are changing, or about to be erased. */
const movable: readonly (string | null)[] = ['running', 'stopped']

/**
 * Proposes moves within a zone that repair rules and empty hosts, from its current state. Moves and stores
 * nothing: each call plans from the state at that time.
 *
 * @throws DomainError `not_found`
 */
export async function proposeRebalance(
  ctx: OpContext,
  zoneId: string,
  movesMax: RebalanceSize,
): Promise<RebalanceView> {
  authorizeStaff(ctx, 'inventory:read')
  if (!isId('zone', zoneId)) throw new DomainError('not_found')
  const found = await withStaff(ctx, (tx) => readRebalanceZone(tx, zoneId))
  return rebalanceOf(found, movesMax)
}

type RebalanceZone = Awaited<ReturnType<typeof readRebalanceZone>>

/** The input of a rebalancing, read now. @throws DomainError `not_found` */
export async function readRebalanceZone(tx: Tx, zoneId: Id<'zone'>) {
  const zone = await findZoneTitle(tx, zoneId)
  if (!zone) throw new DomainError('not_found')
  return {
    zone,
    hosts: await listRebalanceHosts(tx, zone.id),
    claims: await listClaimsOfZone(tx, zone.id),
    groups: await listGroupsOfZone(tx, zone.id),
  }
}

/** The proposed moves for a zone as read. Pure, so that no transaction stays open during the computation. */
export function rebalanceOf(found: RebalanceZone, movesMax: RebalanceSize): RebalanceView {
  const groups = groupedBy(found.groups, ({ resourceId }) => resourceId)
  const claimsOn = groupedBy(found.claims, ({ hostId }) => hostId)
  const server = (claim: (typeof found.claims)[number]): RebalanceServer => {
    const own = groups.get(claim.resourceId) ?? []
    return {
      id: claim.resourceId,
      vcpu: claim.vcpu,
      memoryMib: claim.memoryMib,
      diskGib: claim.diskGib,
      apart: own.filter(({ relation }) => relation === 'apart'),
      isFixed:
        claim.state !== 'posted' ||
        !movable.includes(claim.instanceState) ||
        own.some(({ relation }) => relation === 'together'),
    }
  }
  const plan = planRebalance(
    found.hosts.map((host) => ({
      id: host.id,
      rackId: host.rackId,
      roomId: host.roomId,
      isOpen: hostPermits[host.state].takesServers && host.unreachableSince === null,
      make: JSON.stringify(Object.entries(host.labels).sort()),
      free: { vcpu: host.vcpuFree, memoryMib: host.memoryMibFree, diskGib: host.diskGibFree },
      servers: (claimsOn.get(host.id) ?? []).map(server),
    })),
    movesMax,
  )
  const hosts = new Map(found.hosts.map((host) => [host.id, host]))
  const claims = new Map(found.claims.map((claim) => [claim.resourceId, claim]))
  const place = (id: Id<'host'>) => {
    const host = hosts.get(id)
    invariant(host, 'a plan names hosts of its zone')
    return { id: host.id, name: host.name, rack: host.rack }
  }
  const claimOf = (id: string) => {
    const claim = claims.get(id)
    invariant(claim, 'a plan names servers of its zone')
    return claim
  }
  const repaired = new Set(plan.repairedServerIds)
  return {
    zone: found.zone,
    moves: plan.moves.map((move) => {
      const { name, organisationId, organisation, vcpu, memoryMib, diskGib, instanceState } = claimOf(
        move.serverId,
      )
      return {
        serverId: move.serverId,
        server: name ?? move.serverId,
        organisation: { id: organisationId, name: organisation },
        vcpu,
        memoryMib,
        diskGib,
        from: place(move.fromHostId),
        to: place(move.toHostId),
        isRunning: instanceState === 'running',
        why: repaired.has(move.serverId) ? 'rule' : 'room',
      }
    }),
    freedHosts: plan.freedHostIds.map(place),
    broken: plan.brokenServerIds.map((serverId) => {
      const { name, hostId } = claimOf(serverId)
      return { serverId, server: name ?? serverId, host: place(hostId) }
    }),
    hostsInUse: plan.hostsInUse,
  }
}
