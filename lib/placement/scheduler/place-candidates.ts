import { placementCost } from '../packing/host-futures'
import type { Outlook } from '../packing/outlook'
import type { AttemptOptions } from './attempt-options'
import type { PlacementRequest } from './place-request'
import { serves } from './place-shortage'
import {
  compareText,
  fitsHost,
  fitsPool,
  type HostSnapshot,
  type PlaceableResource,
  type PoolSnapshot,
} from './place-snapshot'
import { hostsWithMemory, type ZoneState } from './place-state'
import type { RulesInForce } from './rules-in-force'

type Need = { need: PlaceableResource; outlook: Outlook | null }

/**
 * The hosts that may take a resource: those that violate the fewest `should` rules first, then by policy:
 * spread by free memory; pack by the cost of a place where futures are known, by best fit otherwise.
 */
export function bestHosts(
  state: ZoneState,
  request: PlacementRequest,
  rules: RulesInForce,
  { need, outlook }: Need,
  { isPacked = false, isBalanced = false }: AttemptOptions,
  most: number,
): HostSnapshot[] {
  const wanted = isPacked ? 'pack' : (need.placement ?? state.placement)
  const isReversed = wanted !== state.placement
  const { futures } = state
  const isScored = wanted === 'pack' && !isPacked && !isBalanced && futures !== null && outlook !== null
  const byBroken: Ranked[] = []
  for (const host of hostsWithMemory(state, need.memoryMib, isReversed)) {
    if (!fitsHost(host, need) || !serves(host, request, need)) continue
    const broken = rules.broken(need.resourceId, host)
    if (broken === null) continue
    byBroken[broken] ??= { hosts: [], scores: [] }
    const alike = byBroken[broken]
    if (isScored) {
      insertByScore(alike, host, placementCost(host.future ?? null, host.memoryMibFree, outlook), most)
      continue
    }
    if (isBalanced) {
      // Only the emptiest one; the first of equals.
      const [best] = alike.hosts
      if (!best || howMany(host, need) > howMany(best, need)) alike.hosts = [host]
      continue
    }
    if (alike.hosts.length < most) alike.hosts.push(host)
    if (byBroken[0]?.hosts.length === most) break
  }
  return Number.isFinite(most)
    ? (byBroken.find(Boolean)?.hosts ?? [])
    : byBroken.flatMap((ranked) => ranked?.hosts ?? [])
}

type Ranked = { hosts: HostSnapshot[]; scores: number[] }

/** Places within this many host hours cost about the same: the salt may choose between those hosts. */
const closeHours = 0.1

/** Keeps the hosts with about the lowest score, up to the limit; equals stay in order. */
function insertByScore({ hosts, scores }: Ranked, host: HostSnapshot, score: number, most: number): void {
  let at = scores.length
  while (at > 0 && score < (scores[at - 1] ?? 0)) at -= 1
  if (at >= most || score > (scores[0] ?? score) + closeHours) return
  hosts.splice(at, 0, host)
  scores.splice(at, 0, score)
  while (scores.length > most || (scores.at(-1) ?? 0) > (scores[0] ?? 0) + closeHours) {
    hosts.pop()
    scores.pop()
  }
}

/** How many more of the same size the host could take. */
function howMany({ vcpuFree, memoryMibFree, diskGibFree }: HostSnapshot, need: PlaceableResource): number {
  const of = (free: number, each: number) => (each > 0 ? Math.floor(free / each) : Number.POSITIVE_INFINITY)
  return Math.min(of(vcpuFree, need.vcpu), of(memoryMibFree, need.memoryMib), of(diskGibFree, need.diskGib))
}

export function bestPools(state: ZoneState, need: PlaceableResource, isPacked: boolean): PoolSnapshot[] {
  const direction = state.placement === 'spread' && !isPacked ? -1 : 1
  return state.pools
    .filter((pool) => fitsPool(pool, need))
    .sort((a, b) => direction * (a.gibFree - b.gibFree) || compareText(a.id, b.id))
}
