import type { Id } from '~/lib/kernel/ids'
import { type Attempt, attempt, type Choice } from './place-attempt'
import { outlooksOf } from './place-outlook'
import type { PlacementRequest } from './place-request'
import { domainOf, type GroupRule, isKept } from './place-rules'
import { saltedIndex } from './place-salt'
import type { ShortResource, ZoneSnapshot } from './place-snapshot'
import { openState, take, type ZoneState } from './place-state'

/** `candidates`: the number of candidates the host was chosen from. */
export type Place = {
  resourceId: string
  hostId: Id<'host'> | null
  poolId: Id<'pool'> | null
  candidates: number
}
export type RuleOutcome = { groupId: string; strength: 'must' | 'should'; isKept: boolean }
export type PlacementPlan =
  | { outcome: 'planned'; places: Place[]; rules: RuleOutcome[] }
  | { outcome: 'no_room'; short: ShortResource; resourceId: string }

/** Limits: domains tried for an affinity group, and places tried in the last search. */
const domainsTried = 200
const placesTried = 5_000
/** A search is one level deeper per resource. */
const searchedAtMost = 500

/**
 * Chooses a host and a pool for every resource, all or none, satisfying every `must` rule and as many `should`
 * rules as the candidates allow. Largest first. `spread` prefers the host with the most free memory; `pack`
 * the one where a place costs the fewest host hours given expected lifetimes, or the least free memory without
 * them. The salt chooses among the five best, so that rivals for the same zone rarely meet. If a later
 * resource then finds no place: strict best fit, then each domain for an affinity group, then the emptiest
 * hosts set by set for anti-affinity groups, then a bounded search of all assignments. Ties break by id. Pure:
 * the same input gives the same output.
 */
export function planPlacement(
  snapshot: ZoneSnapshot,
  request: PlacementRequest,
  salt: string,
): PlacementPlan {
  return planOn(openState(snapshot), request, salt)
}

/** The same on a state: on success it contains the plan, otherwise it is unchanged. */
export function planOn(state: ZoneState, request: PlacementRequest, salt: string): PlacementPlan {
  const salted = attempt(state, request, {
    choose: (count, resourceId) => saltedIndex(`${salt}:${resourceId}`, count),
  })
  if (salted.outcome === 'placed') return toPlan(salted.choices, request.groups ?? [])
  const isAlone = request.resources.length === 1
  const other = isAlone ? null : tryHarder(state, request)
  if (other) return toPlan(other, request.groups ?? [])
  return { outcome: 'no_room', short: salted.short, resourceId: salted.resourceId }
}

/** Removes a plan from a state. */
export function undoPlan(state: ZoneState, request: PlacementRequest, places: readonly Place[]): void {
  const outlookOf = outlooksOf(state, request)
  for (const place of places) {
    const need = request.resources.find((each) => each.resourceId === place.resourceId)
    const host = state.hosts.find((each) => each.id === place.hostId) ?? null
    const pool = state.pools.find((each) => each.id === place.poolId) ?? null
    if (need) take(state, need, { host, pool, outlook: outlookOf(need) }, -1)
  }
}

function tryHarder(state: ZoneState, request: PlacementRequest): Choice[] | null {
  const placed = (one: Attempt) => (one.outcome === 'placed' ? one.choices : null)
  const strict = { choose: () => 0, isPacked: true }
  const packed = placed(attempt(state, request, strict))
  if (packed) return packed
  const together = request.groups?.find(
    (rule) => rule.relation === 'together' && rule.strength === 'must' && rule.standing.length === 0,
  )
  if (together) {
    const domains = [...new Set(state.hosts.map((host) => domainOf(together.level, host)))]
    for (const domain of domains.slice(0, domainsTried)) {
      const inDomain = placed(attempt(state, request, { ...strict, pin: { ruleId: together.id, domain } }))
      if (inDomain) return inDomain
    }
  }
  if (request.resources.length > searchedAtMost) return null
  const isApart = request.groups?.some((rule) => rule.relation === 'apart' && rule.strength === 'must')
  const balanced = isApart ? placed(attempt(state, request, { choose: () => 0, isBalanced: true })) : null
  if (balanced) return balanced
  return placed(attempt(state, request, { ...strict, placesTried }))
}

function toPlan(choices: readonly Choice[], groups: readonly GroupRule[]): PlacementPlan {
  const hostOf = new Map(choices.map((choice) => [choice.need.resourceId, choice.host]))
  return {
    outcome: 'planned',
    places: choices.map(({ need, host, pool, candidates }) => ({
      resourceId: need.resourceId,
      hostId: host?.id ?? null,
      poolId: pool?.id ?? null,
      candidates,
    })),
    rules: groups.map((rule) => ({
      groupId: rule.id,
      strength: rule.strength,
      isKept: isKept(rule, [...rule.standing, ...rule.members.flatMap((member) => hostOf.get(member) ?? [])]),
    })),
  }
}
