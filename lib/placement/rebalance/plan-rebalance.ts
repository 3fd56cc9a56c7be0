import type { Id } from '~/lib/kernel/ids'
import {
  type Move,
  type RebalanceHost,
  type RebalanceServer,
  type RebalanceState,
  rebalanceStateOf,
} from './rebalance-zone'

export type RebalancePlan = {
  /** In a possible sequence: each finds its room free. */
  moves: Move[]
  freedHostIds: Id<'host'>[]
  /** Servers moved because an anti-affinity rule was violated, which is satisfied at their destination. */
  repairedServerIds: string[]
  /** Servers with a rule that stays violated: no host has room, or the limit of moves is reached. */
  brokenServerIds: string[]
  hostsInUse: { before: number; after: number }
}

/** Bounds that keep the page fast; hosts beyond them are left alone. */
const triesForHostMax = 20_000
const hostsTriedMax = 200
const placesTriedMax = 20

/**
 * Proposes moves that first repair violated anti-affinity rules, then empty whole hosts, at most `movesMax` in
 * total. A server moves at most once, only to open hosts in use, and never violates a rule. Hosts with few
 * servers come first, so that each move gains the most; a host is emptied completely or left alone, by a
 * bounded exhaustive search. Moves nothing itself. Pure.
 */
export function planRebalance(hosts: readonly RebalanceHost[], movesMax: number): RebalancePlan {
  const standing = rebalanceStateOf(hosts)
  const before = standing.hosts.filter(standing.isInUse).length
  const moves: Move[] = []
  const { repaired, broken } = repair(standing, movesMax, moves)
  const freedHostIds: Id<'host'>[] = []
  const givenUp = new Set(moves.map((move) => move.toHostId))
  const candidates = standing.hosts
    .filter((host) => standing.isInUse(host) && standing.serversOn(host).every((server) => !server.isFixed))
    .sort((a, b) => standing.countOn(a) - standing.countOn(b) || -fullestFirst(standing, a, b))
  let tried = 0
  for (const host of candidates) {
    if (givenUp.has(host.id) || standing.countOn(host) > movesMax - moves.length) continue
    if (++tried > hostsTriedMax) break
    const emptying = empty(standing, host)
    if (!emptying) continue
    moves.push(...emptying)
    freedHostIds.push(host.id)
    // A host that has just received servers is not emptied: a server moves once.
    for (const move of emptying) givenUp.add(move.toHostId)
  }
  return {
    moves,
    freedHostIds,
    repairedServerIds: repaired,
    brokenServerIds: broken,
    hostsInUse: { before, after: standing.hosts.filter(standing.isInUse).length },
  }
}

function repair(standing: RebalanceState, movesMax: number, moves: Move[]) {
  const repaired: string[] = []
  const broken: string[] = []
  for (const host of standing.hosts) {
    for (const server of standing.serversOn(host)) {
      if (standing.keepsApart(server, host)) continue
      const to = moves.length < movesMax && !server.isFixed ? moveAway(standing, server, host) : null
      if (!to) {
        broken.push(server.id)
        continue
      }
      moves.push({ serverId: server.id, fromHostId: host.id, toHostId: to.id })
      repaired.push(server.id)
    }
  }
  // Moving one of two repairs both: the other satisfies the rule once its neighbour has left.
  const stillBroken = new Set(
    standing.hosts.flatMap((host) =>
      standing.serversOn(host).flatMap((server) => (standing.keepsApart(server, host) ? [] : [server.id])),
    ),
  )
  return { repaired, broken: broken.filter((id) => stillBroken.has(id)) }
}

/** Moves a server to the fullest host in use that takes it, or an unused one if necessary. */
function moveAway(
  standing: RebalanceState,
  server: RebalanceServer,
  from: RebalanceHost,
): RebalanceHost | null {
  standing.lift(server, from)
  const [to] = standing.hosts
    .filter((host) => host.id !== from.id && host.make === from.make && standing.accepts(server, host))
    .sort((a, b) => Number(standing.isInUse(b)) - Number(standing.isInUse(a)) || fullestFirst(standing, a, b))
  standing.place(server, to ?? from)
  return to ?? null
}

/** Finds other hosts in use for all of a host's servers, largest first, or undoes everything. */
function empty(standing: RebalanceState, from: RebalanceHost): Move[] | null {
  const servers = standing.serversOn(from).sort(largestFirst)
  const targets = standing.hosts.filter(
    (host) => host.id !== from.id && host.make === from.make && standing.isInUse(host),
  )
  const moves: Move[] = []
  let tries = 0
  const placeFrom = (index: number): boolean => {
    const server = servers[index]
    if (!server) return true
    standing.lift(server, from)
    for (const host of fullestThatTake(standing, server, targets)) {
      tries += 1
      if (tries > triesForHostMax) break
      standing.place(server, host)
      moves.push({ serverId: server.id, fromHostId: from.id, toHostId: host.id })
      if (placeFrom(index + 1)) return true
      moves.pop()
      standing.lift(server, host)
    }
    standing.place(server, from)
    return false
  }
  return placeFrom(0) ? moves : null
}

/**
 * The fullest hosts that take the server. Of hosts with equal room and no rule involved, only one is returned:
 * they all take the same servers.
 */
function fullestThatTake(
  standing: RebalanceState,
  server: RebalanceServer,
  hosts: readonly RebalanceHost[],
): RebalanceHost[] {
  const fullest: RebalanceHost[] = []
  const seen = new Set<string>()
  for (const host of hosts) {
    if (!standing.accepts(server, host)) continue
    const last = fullest[placesTriedMax - 1]
    if (last && fullestFirst(standing, host, last) > 0) continue
    if (server.apart.length === 0 && !standing.isRuled(host)) {
      const { vcpu, memoryMib, diskGib } = standing.freeOn(host)
      const room = `${vcpu}/${memoryMib}/${diskGib}`
      if (seen.has(room)) continue
      seen.add(room)
    }
    const at = fullest.findIndex((other) => fullestFirst(standing, host, other) < 0)
    fullest.splice(at === -1 ? fullest.length : at, 0, host)
    if (fullest.length > placesTriedMax) fullest.pop()
  }
  return fullest
}

/** The host with less free memory first, then by id. */
function fullestFirst(standing: RebalanceState, a: RebalanceHost, b: RebalanceHost): number {
  return standing.freeOn(a).memoryMib - standing.freeOn(b).memoryMib || (a.id < b.id ? -1 : 1)
}

function largestFirst(a: RebalanceServer, b: RebalanceServer): number {
  return b.memoryMib - a.memoryMib || b.vcpu - a.vcpu || b.diskGib - a.diskGib || (a.id < b.id ? -1 : 1)
}
