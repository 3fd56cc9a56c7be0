import { createHash } from 'node:crypto'
import type { Tx } from '~/db/client'
import { hostPermits } from '~/lib/datacentre/client'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { type DrainPlan, type DrainZone, findZoneOfHost, planDrain, readDrainZone } from '~/lib/placement'
import { type DrainProposal, type HostPlace, type PlannedMove, type PlannedStay, secondsFor } from '../client'
import { findLiveRelocation, medianMoveSeconds } from '../queries/relocations'

/** The expected duration is the median of this many moves. */
export const movesMeasured = 50
export const concurrentDefault = 2

export type DrainFacts = {
  zone: NonNullable<Awaited<ReturnType<typeof findZoneOfHost>>>
  hostId: Id<'host'>
  secondsPerMove: number | null
  relocationId: Id<'relocation'> | null
}

/**
 * Reads the facts for a drain of a host, in addition to the placements in its zone.
 *
 * @throws DomainError `not_found`
 */
export async function readDrainFacts(tx: Tx, hostId: Id<'host'>): Promise<DrainFacts> {
  const zone = await findZoneOfHost(tx, hostId)
  if (!zone) throw new DomainError('not_found')
  const secondsPerMove = await medianMoveSeconds(tx, zone.id, movesMeasured)
  return { zone, hostId, secondsPerMove, relocationId: await findLiveRelocation(tx, { hostId }) }
}

/** Plans a drain of a host in this zone. Pure, so that no transaction stays open during planning. */
export function drainProposal(
  facts: DrainFacts,
  found: DrainZone,
): { proposal: DrainProposal; plan: DrainPlan } {
  const { zone, hostId, secondsPerMove, relocationId } = facts
  const plan = planDrain(found.hosts, new Set([hostId]))
  const host = found.hostById.get(hostId)
  invariant(host, 'a host is in its zone')
  const moves = plan.moves.map((move) => plannedMove(found, move))
  const proposal: DrainProposal = {
    zone,
    host: { ...placeOf(found, hostId), state: host.state },
    canMove: found.canMove,
    mayBeDrained: hostPermits[host.state].mayBeDrained,
    relocationId,
    moves,
    stays: plan.stays.map((stay) => plannedStay(found, stay)),
    organisations: new Set(moves.map((move) => move.organisation.id)).size,
    duration: {
      secondsPerMove,
      secondsInAll: secondsFor(moves.length, concurrentDefault, secondsPerMove),
      concurrent: concurrentDefault,
    },
    planKey: planKeyOf(plan.moves),
  }
  return { proposal, plan }
}

/** Both, read in this transaction. @throws DomainError `not_found` */
export async function readDrain(
  tx: Tx,
  hostId: Id<'host'>,
): Promise<{ facts: DrainFacts; found: DrainZone }> {
  const facts = await readDrainFacts(tx, hostId)
  return { facts, found: await readDrainZone(tx, facts.zone.id, () => [hostId]) }
}

/** Identifies a plan: equal plans have equal keys. */
export function planKeyOf(moves: readonly { serverId: string; toHostId: string }[]): string {
  const hash = createHash('sha256')
  for (const { serverId, toHostId } of moves) hash.update(`${serverId}>${toHostId}\n`)
  return hash.digest('hex')
}

export function placeOf(zone: DrainZone, hostId: Id<'host'>): HostPlace {
  const host = zone.hostById.get(hostId)
  invariant(host, 'a plan names hosts of its zone')
  return { id: host.id, name: host.name, rack: host.rack }
}

function serverOf(zone: DrainZone, serverId: string) {
  const claim = zone.claimOf.get(serverId)
  invariant(claim, 'a plan names servers of its zone')
  const { vcpu, memoryMib, diskGib } = claim
  const organisation = { id: claim.organisationId, name: claim.organisation }
  return {
    claim,
    server: { serverId, server: claim.name ?? serverId, organisation, vcpu, memoryMib, diskGib },
  }
}

export function plannedMove(zone: DrainZone, move: DrainPlan['moves'][number]): PlannedMove {
  const { claim, server } = serverOf(zone, move.serverId)
  return {
    ...server,
    from: placeOf(zone, move.fromHostId),
    to: placeOf(zone, move.toHostId),
    isRunning: claim.instanceState === 'running',
    bends: move.bends.map((groupId) => zone.groupNames.get(groupId) ?? groupId),
  }
}

export function plannedStay(zone: DrainZone, stay: DrainPlan['stays'][number]): PlannedStay {
  const { claim, server } = serverOf(zone, stay.serverId)
  const until = stay.why === 'in_grace' ? (claim.purgeAfter?.toISOString() ?? null) : null
  return { ...server, from: placeOf(zone, stay.hostId), why: stay.why, until }
}
