import { candidatesConsidered, type PlacementRequest } from './place-request'
import { allows, domainOf, type GroupRule } from './place-rules'
import { serves, shortOf } from './place-shortage'
import {
  compareText,
  fitsHost,
  fitsPool,
  type HostSnapshot,
  type PlaceableResource,
  type PoolSnapshot,
  type ShortResource,
} from './place-snapshot'
import { hostsWithMemory, take, type ZoneState } from './place-state'

export type Choice = {
  need: PlaceableResource
  host: HostSnapshot | null
  pool: PoolSnapshot | null
  candidates: number
}
export type Attempt =
  | { outcome: 'placed'; choices: Choice[] }
  | { outcome: 'short'; short: ShortResource; resourceId: string }

export type Manner = {
  /** Which of `count` candidates to take. */
  choose: (count: number, resourceId: string) => number
  /** Fullest first whatever the zone prefers: what fits at all fits best so. */
  isPacked?: boolean
  /**
   * Those that must stand apart one after another, each on the host that could take the most like it. Where all are alike,
   * and each is of one set that stands apart by host, this finds places whenever there are any: no host is left with room
   * for more of them than there are sets to come.
   */
  isBalanced?: boolean
  /** Members of this rule stand in this domain. */
  pin?: { ruleId: string; domain: string }
  /** Go back and try others when a later resource finds no place, for so many places in all. */
  placesTried?: number
}

/** One way through the needs, largest first. The state holds the choices afterwards, or is as before. */
export function attempt(state: ZoneState, request: PlacementRequest, manner: Manner): Attempt {
  const needs = [...request.resources].sort(manner.isBalanced ? setBySet(request) : largestFirst)
  const rules = new RulesInForce(request.groups ?? [], manner.pin)
  const choices: Choice[] = []
  let left = manner.placesTried ?? 0
  let failure: Attempt = { outcome: 'short', short: 'vcpu', resourceId: '' }

  const enter = (choice: Choice) => {
    take(state, choice.need, choice)
    if (choice.host) rules.enter(choice.need.resourceId, choice.host)
    choices.push(choice)
  }
  const leave = () => {
    const choice = choices.pop()
    if (!choice) return
    if (choice.host) rules.leave(choice.need.resourceId)
    take(state, choice.need, choice, -1)
  }
  const hostsFor = (need: PlaceableResource, most: number) =>
    need.vcpu > 0 ? bestHosts(state, request, rules, need, manner, most) : [null]
  const poolsFor = (need: PlaceableResource, most: number) =>
    need.poolGib > 0 ? bestPools(state, need, manner.isPacked ?? false).slice(0, most) : [null]
  const fail = (need: PlaceableResource, hasHost: boolean) => {
    const short = hasHost ? 'volume' : shortOf(state, request, need)
    failure = { outcome: 'short', short, resourceId: need.resourceId }
  }

  const greedily = () => {
    for (const need of needs) {
      const hosts = hostsFor(need, candidatesConsidered)
      const pools = poolsFor(need, candidatesConsidered)
      const host = hosts[manner.choose(Math.max(hosts.length, 1), need.resourceId)]
      const pool = pools[manner.choose(Math.max(pools.length, 1), need.resourceId)]
      if (host === undefined || pool === undefined) {
        fail(need, host !== undefined)
        while (choices.length > 0) leave()
        return false
      }
      enter({ need, host, pool, candidates: host ? hosts.length : pools.length })
    }
    return true
  }
  const search = (index: number): boolean => {
    const need = needs[index]
    if (!need) return true
    const hosts = hostsFor(need, Number.POSITIVE_INFINITY)
    const pools = poolsFor(need, Number.POSITIVE_INFINITY)
    for (const host of hosts) {
      for (const pool of pools) {
        if (left <= 0) return false
        left -= 1
        enter({ need, host, pool, candidates: host ? hosts.length : pools.length })
        if (search(index + 1)) return true
        leave()
      }
    }
    return false
  }
  const isPlaced = manner.placesTried === undefined ? greedily() : search(0)
  return isPlaced ? { outcome: 'placed', choices } : failure
}

/** Which domains the members of each rule occupy while a plan grows. */
class RulesInForce {
  private readonly occupied = new Map<string, string[]>()
  private readonly ofResource = new Map<string, GroupRule[]>()
  constructor(rules: readonly GroupRule[], pin: Manner['pin']) {
    for (const rule of rules) {
      const standing = rule.standing.map((spot) => domainOf(rule.level, spot))
      this.occupied.set(rule.id, pin?.ruleId === rule.id ? [...standing, pin.domain] : standing)
      for (const member of rule.members)
        this.ofResource.set(member, [...(this.ofResource.get(member) ?? []), rule])
    }
  }
  /** How many `should` rules a host would break, or null when it would break a `must`. */
  broken(resourceId: string, host: HostSnapshot): number | null {
    let count = 0
    for (const rule of this.ofResource.get(resourceId) ?? []) {
      if (allows(rule, this.occupied.get(rule.id) ?? [], domainOf(rule.level, host))) continue
      if (rule.strength === 'must') return null
      count += 1
    }
    return count
  }
  enter(resourceId: string, host: HostSnapshot): void {
    for (const rule of this.ofResource.get(resourceId) ?? [])
      this.occupied.get(rule.id)?.push(domainOf(rule.level, host))
  }
  leave(resourceId: string): void {
    for (const rule of this.ofResource.get(resourceId) ?? []) this.occupied.get(rule.id)?.pop()
  }
}

/** The hosts that may take a need, those that break the fewest `should` rules first, then as the policy prefers. */
function bestHosts(
  state: ZoneState,
  request: PlacementRequest,
  rules: RulesInForce,
  need: PlaceableResource,
  { isPacked = false, isBalanced = false }: Manner,
  most: number,
): HostSnapshot[] {
  const wanted = isPacked ? 'pack' : (need.placement ?? state.placement)
  const isReversed = wanted !== state.placement
  const byBroken: HostSnapshot[][] = []
  for (const host of hostsWithMemory(state, need.memoryMib, isReversed)) {
    if (!fitsHost(host, need) || !serves(host, request, need)) continue
    const broken = rules.broken(need.resourceId, host)
    if (broken === null) continue
    byBroken[broken] ??= []
    const alike = byBroken[broken]
    if (isBalanced) {
      // The roomiest alone; of two alike the first.
      const [best] = alike
      if (!best || howMany(host, need) > howMany(best, need)) byBroken[broken] = [host]
      continue
    }
    if (alike.length < most) alike.push(host)
    if (byBroken[0]?.length === most) break
  }
  return Number.isFinite(most) ? (byBroken.find(Boolean) ?? []) : byBroken.flatMap((hosts) => hosts ?? [])
}

/** How many more like the need it could take. */
function howMany({ vcpuFree, memoryMibFree, diskGibFree }: HostSnapshot, need: PlaceableResource): number {
  const of = (free: number, each: number) => (each > 0 ? Math.floor(free / each) : Number.POSITIVE_INFINITY)
  return Math.min(of(vcpuFree, need.vcpu), of(memoryMibFree, need.memoryMib), of(diskGibFree, need.diskGib))
}

function bestPools(state: ZoneState, need: PlaceableResource, isPacked: boolean): PoolSnapshot[] {
  const direction = state.placement === 'spread' && !isPacked ? -1 : 1
  return state.pools
    .filter((pool) => fitsPool(pool, need))
    .sort((a, b) => direction * (a.gibFree - b.gibFree) || compareText(a.id, b.id))
}

function largestFirst(a: PlaceableResource, b: PlaceableResource): number {
  return (
    b.memoryMib - a.memoryMib ||
    b.vcpu - a.vcpu ||
    b.diskGib - a.diskGib ||
    b.poolGib - a.poolGib ||
    compareText(a.resourceId, b.resourceId)
  )
}

/** Largest first, and of those alike the members of the largest set that must stand apart, then of the next. */
function setBySet({ groups = [] }: PlacementRequest) {
  const sets = groups.filter(({ relation, strength }) => relation === 'apart' && strength === 'must')
  sets.sort((a, b) => b.members.length - a.members.length || compareText(a.id, b.id))
  const rank = new Map(
    sets.flatMap(({ members }, index) => members.map((member) => [member, index] as const)),
  )
  const rankOf = ({ resourceId }: PlaceableResource) => rank.get(resourceId) ?? sets.length
  return (a: PlaceableResource, b: PlaceableResource) =>
    b.memoryMib - a.memoryMib ||
    b.vcpu - a.vcpu ||
    b.diskGib - a.diskGib ||
    rankOf(a) - rankOf(b) ||
    largestFirst(a, b)
}
