import type { Outlook } from '../packing/outlook'
import type { AttemptOptions } from './attempt-options'
import { bestHosts, bestPools } from './place-candidates'
import { outlooksOf } from './place-outlook'
import { candidatesConsidered, type PlacementRequest } from './place-request'
import { shortOf } from './place-shortage'
import {
  compareText,
  type HostSnapshot,
  type PlaceableResource,
  type PoolSnapshot,
  type ShortResource,
} from './place-snapshot'
import { take, type ZoneState } from './place-state'
import { RulesInForce } from './rules-in-force'

export type Choice = {
  need: PlaceableResource
  host: HostSnapshot | null
  pool: PoolSnapshot | null
  candidates: number
  /** Its expected lifetime, where hosts are chosen by it. */
  outlook: Outlook | null
}
export type Attempt =
  | { outcome: 'placed'; choices: Choice[] }
  | { outcome: 'short'; short: ShortResource; resourceId: string }

/**
 * One pass through the resources, largest first. On success the state contains the choices, otherwise it is
 * unchanged.
 */
export function attempt(state: ZoneState, request: PlacementRequest, manner: AttemptOptions): Attempt {
  const needs = [...request.resources].sort(manner.isBalanced ? setBySet(request) : largestFirst)
  const rules = new RulesInForce(request.groups ?? [], manner.pin)
  const outlookOf = outlooksOf(state, request)
  const choices: Choice[] = []
  let left = manner.placesTried ?? 0
  let failure: Attempt = { outcome: 'short', short: 'vcpu', resourceId: '' }

  const enter = (place: Omit<Choice, 'outlook'>) => {
    const choice = { ...place, outlook: outlookOf(place.need) }
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
    need.vcpu > 0
      ? bestHosts(state, request, rules, { need, outlook: outlookOf(need) }, manner, most)
      : [null]
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

function largestFirst(a: PlaceableResource, b: PlaceableResource): number {
  return (
    b.memoryMib - a.memoryMib ||
    b.vcpu - a.vcpu ||
    b.diskGib - a.diskGib ||
    b.poolGib - a.poolGib ||
    compareText(a.resourceId, b.resourceId)
  )
}

/** Largest first; among equals, first the members of the largest anti-affinity set, then of the next. */
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
