import type { Id } from '~/lib/kernel/ids'
import { compareText } from '../scheduler/place-snapshot'
import {
  type DrainHost,
  type DrainObstacle,
  type DrainServer,
  type DrainState,
  drainStateOf,
  isKindFor,
} from './drain-zone'

export type DrainMove = {
  serverId: string
  fromHostId: Id<'host'>
  toHostId: Id<'host'>
  /** Groups with a `should` rule that is violated at the destination. */
  bends: string[]
  /** It leaves with others of its group: during the move, though not at the end, the rule is violated. */
  mayBreakRules: boolean
}
export type DrainStay = {
  serverId: string
  hostId: Id<'host'>
  /** `rule`: hosts have the room, but a group excludes them. */
  why: DrainObstacle | 'no_room' | 'rule'
}
export type DrainPlan = { moves: DrainMove[]; stays: DrainStay[] }

type Placed = { server: DrainServer; from: DrainHost; to: DrainHost }
type Leaving = { server: DrainServer; from: DrainHost }

/** Bounds that keep the page fast: places tried for servers with an affinity rule, and for all at once. */
const triesForUnitMax = 2_000
const triesForAllMax = 20_000
const allAtOnceMax = 200
const placesTriedMax = 20

/**
 * Finds another open host for every server of the hosts to be emptied: the hardest to place first, on the
 * fullest host that takes it and violates the fewest `should` rules. Servers with an affinity rule move
 * together or stay. If one after another leaves some behind, a bounded search tries all at once. When hosts
 * are lost instead of drained, obstacles to moving are ignored. Pure: ties break by id.
 */
export function planDrain(
  hosts: readonly DrainHost[],
  emptied: ReadonlySet<Id<'host'>>,
  areLost = false,
): DrainPlan {
  const standing = drainStateOf(hosts)
  const stays: DrainStay[] = []
  const leaving: Leaving[] = []
  for (const host of standing.hosts) {
    if (!emptied.has(host.id)) continue
    for (const server of host.servers) {
      if (server.obstacle && !areLost) {
        stays.push({ serverId: server.id, hostId: host.id, why: server.obstacle })
      } else {
        leaving.push({ server, from: host })
        standing.lift(server, host)
      }
    }
  }
  const targets = new Set(standing.hosts.filter((host) => host.isOpen && !emptied.has(host.id)))
  const units = unitsOf(leaving)
  const placed: Placed[] = []
  const left: Leaving[] = []
  for (const unit of units) {
    const found = search(standing, targets, unit, triesForUnitMax)
    if (found) placed.push(...found)
    else left.push(...unit)
  }
  if (left.length > 0 && placed.length > 0 && leaving.length <= allAtOnceMax) {
    for (const { server, to } of placed) standing.lift(server, to)
    const all = search(standing, targets, units.flat(), triesForAllMax)
    if (all) {
      placed.splice(0, placed.length, ...all)
      left.length = 0
    } else {
      for (const { server, to } of placed) standing.put(server, to)
    }
  }
  for (const { server, from } of left) standing.put(server, from)
  const kept = keepRules(standing, placed, left)
  for (const { server, from } of left)
    stays.push({ serverId: server.id, hostId: from.id, why: lackOf(standing, targets, server, from) })
  return { moves: kept.map((each) => moveOf(standing, each)), stays: stays.sort(byServer) }
}

/** Servers that stay may conflict with servers that go: those that would violate a rule with them stay too. */
function keepRules(standing: DrainState, placed: readonly Placed[], left: Leaving[]): Placed[] {
  const breaking = placed.find(({ server, to }) => {
    if (server.rules.length === 0) return false
    standing.lift(server, to)
    const isBroken = standing.brokenBy(server, to).some((rule) => rule.strength === 'must')
    standing.put(server, to)
    return isBroken
  })
  if (!breaking) return [...placed]
  standing.lift(breaking.server, breaking.to)
  standing.put(breaking.server, breaking.from)
  left.push(breaking)
  return keepRules(
    standing,
    placed.filter((each) => each !== breaking),
    left,
  )
}

/** Groups of servers that a rule requires to move together, ordered by their largest server. */
function unitsOf(leaving: readonly Leaving[]): Leaving[][] {
  const unitOf = new Map<string, Leaving[]>()
  const units = new Set<Leaving[]>()
  for (const each of leaving) {
    let unit: Leaving[] = [each]
    units.add(unit)
    for (const { groupId } of boundBy(each.server)) {
      const other = unitOf.get(groupId)
      if (other && other !== unit) {
        units.delete(unit)
        other.push(...unit)
        for (const [key, value] of unitOf) if (value === unit) unitOf.set(key, other)
        unit = other
      }
      unitOf.set(groupId, unit)
    }
  }
  const memory = (unit: readonly Leaving[]) => unit.reduce((sum, { server }) => sum + server.memoryMib, 0)
  return [...units]
    .map((unit) => unit.sort(largestFirst))
    .sort((a, b) => memory(b) - memory(a) || largestFirst(a[0] as Leaving, b[0] as Leaving))
}

const boundBy = (server: DrainServer) =>
  server.rules.filter((rule) => rule.relation === 'together' && rule.strength === 'must')

/** Places for all of these, or null with everything unchanged. */
function search(
  standing: DrainState,
  targets: ReadonlySet<DrainHost>,
  leaving: readonly Leaving[],
  triesMax: number,
): Placed[] | null {
  const placed: Placed[] = []
  let tries = 0
  const placeFrom = (index: number): boolean => {
    const next = leaving[index]
    if (!next) return true
    for (const to of bestFor(standing, targets, next)) {
      tries += 1
      if (tries > triesMax) return false
      standing.put(next.server, to)
      placed.push({ ...next, to })
      if (placeFrom(index + 1)) return true
      placed.pop()
      standing.lift(next.server, to)
    }
    return false
  }
  return placeFrom(0) ? placed : null
}

/**
 * The hosts that take a server: those that violate the fewest rules first, then the fullest. Of hosts with
 * equal room and no rule involved, only one is returned. A generator, because the first one mostly suffices.
 */
function* bestFor(
  standing: DrainState,
  isTarget: ReadonlySet<DrainHost>,
  { server, from }: Leaving,
): Generator<DrainHost> {
  const bending: DrainHost[][] = []
  const seen = new Set<string>()
  let left = placesTriedMax
  for (const { host, room, isRuled } of standing.withRoom(server)) {
    if (!isTarget.has(host) || !isKindFor(server, from, host)) continue
    const broken = standing.brokenBy(server, host)
    if (broken.some((rule) => rule.strength === 'must')) continue
    if (server.rules.length === 0 && !isRuled) {
      const key = `${room.vcpu}/${room.memoryMib}/${room.diskGib}`
      if (seen.has(key)) continue
      seen.add(key)
    }
    if (broken.length > 0) {
      bending[broken.length] = [...(bending[broken.length] ?? []), host].slice(0, placesTriedMax)
      continue
    }
    yield host
    left -= 1
    if (left === 0) return
  }
  for (const host of bending.flat().slice(0, left)) yield host
}

function lackOf(
  standing: DrainState,
  isTarget: ReadonlySet<DrainHost>,
  server: DrainServer,
  from: DrainHost,
): 'no_room' | 'rule' {
  for (const { host } of standing.withRoom(server))
    if (isTarget.has(host) && isKindFor(server, from, host)) return 'rule'
  return 'no_room'
}

function moveOf(standing: DrainState, { server, from, to }: Placed): DrainMove {
  const move = { serverId: server.id, fromHostId: from.id, toHostId: to.id }
  if (server.rules.length === 0) return { ...move, bends: [], mayBreakRules: false }
  standing.lift(server, to)
  const bends = standing.brokenBy(server, to).map((rule) => rule.groupId)
  standing.put(server, to)
  const isBound = boundBy(server).some(({ groupId }) => standing.membersOf(groupId) > 1)
  return { ...move, bends, mayBreakRules: isBound }
}

const byServer = (a: DrainStay, b: DrainStay) => compareText(a.serverId, b.serverId)

function largestFirst({ server: a }: Leaving, { server: b }: Leaving): number {
  return b.memoryMib - a.memoryMib || b.vcpu - a.vcpu || b.diskGib - a.diskGib || compareText(a.id, b.id)
}
