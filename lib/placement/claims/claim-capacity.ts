/**
 * Runs inside the caller's transaction. Guarantees: all resources claim their capacity, quota and address, or
 * none does; nothing is oversold and no `must` rule violated (checked in the database); no slot stays unsold,
 * because the last attempt plans under the zone's locks. Method: plan on cached data, claim, and when a rival
 * was faster plan again on fresh data; locking from the start would serialise all orders of a zone.
 */
import type { Tx } from '~/db/client'
import { invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { QuotaResource } from '~/lib/kernel/quota-resources'
import { hasHeadroomAfter } from '../headroom/has-headroom-after'
import { withHeadroom } from '../headroom/with-headroom'
import type { PlacementRequest } from '../scheduler/place-request'
import {
  type Place,
  type PlacementPlan,
  planOn,
  planPlacement,
  type RuleOutcome,
  undoPlan,
} from '../scheduler/place-resources'
import type { PlaceableResource, ShortResource } from '../scheduler/place-snapshot'
import type { ZoneState } from '../scheduler/place-state'
import { countFits } from '../scheduler/place-stock'
import { readRules } from '../scheduler/placement-groups'
import { type MeasuredSnapshot, readSnapshots } from '../scheduler/read-snapshot'
import type { Shape } from '../scheduler/shape'
import { lacksAddresses, recordNoAddress, zoneState } from '../scheduler/zone-cache'
import { type ClaimAnswer, callClaimAllocations, lockPlacement } from './queries/capacity'

export type ClaimRequest = {
  organisationId: Id<'organisation'>
  projectId: Id<'project'>
  zoneId: Id<'zone'>
  resources: readonly PlaceableResource[]
  /** Some of the resources belong to placement groups. */
  isGrouped?: boolean
  /** Claims of quotes and held orders expire; an order's claim does not. */
  expiresAt?: Date
}

export type ClaimedPlace = Place & { address: string | null }
export type ClaimOutcome =
  | { outcome: 'claimed'; places: ClaimedPlace[]; rules: RuleOutcome[]; attempts: number }
  | {
      outcome: 'insufficient_capacity'
      short: ShortResource | 'address' | 'zone'
      zoneId: Id<'zone'>
      elsewhere: { zoneId: Id<'zone'>; count: number }[]
    }
  | { outcome: 'quota_exceeded'; resource: QuotaResource; limit: number; used: number; asked: number }

/** Attempts before the one under locks. */
export const freeTries = 3

/** Claims capacity for all the resources in one zone, all or nothing, inside the caller's transaction. */
export async function claimCapacity(
  tx: Tx,
  ctx: OpContext,
  request: ClaimRequest,
  hooks: { afterPlan?: (places: readonly Place[], attempt: number) => Promise<void> } = {},
): Promise<ClaimOutcome> {
  invariant(request.resources.length > 0, 'a claim is for something')
  const hasServers = request.resources.some((each) => each.resourceKind === 'instance')
  if (hasServers && lacksAddresses(ctx, request.zoneId))
    return refuse(tx, request, await withRules(tx, request), 'address')
  for (let attempt = 1; attempt <= freeTries + 1; attempt += 1) {
    const isLocked = attempt > freeTries
    if (isLocked) await lockPlacement(tx, request)
    const salt = `${request.resources[0]?.resourceId}:${attempt}`
    const asked = await withRules(tx, request)
    const planned = await planIn(tx, ctx, request.zoneId, asked, salt, attempt > 1)
    if (!planned) return refuse(tx, request, asked, 'zone')
    const { state, plan } = planned
    // The data read is committed: where it has no room there is none, and locks would not help.
    if (plan.outcome === 'no_room') return refuse(tx, request, asked, plan.short)
    if (!isLocked) await hooks.afterPlan?.(plan.places, attempt)
    const claimed = (within: Tx) => claim(within, ctx, request, plan.places, salt)
    const isKeeping = state.keepsHeadroom && plan.places.some((place) => place.hostId)
    const answer = isKeeping
      ? await withHeadroom(tx, request.zoneId, claimed, ({ outcome }) => outcome === 'claimed')
      : await claimed(tx)
    if (answer === 'no_headroom') {
      undoPlan(state, asked, plan.places)
      return refuse(tx, request, asked, 'headroom')
    }
    if (answer.outcome === 'claimed') {
      const places = plan.places.map((place) => ({
        ...place,
        address: answer.addresses[place.resourceId] ?? null,
      }))
      return { outcome: 'claimed', attempts: attempt, places, rules: plan.rules }
    }
    undoPlan(state, asked, plan.places)
    if (answer.outcome === 'quota_exceeded') return { ...answer, resource: answer.resource as QuotaResource }
    if (answer.outcome === 'no_address') {
      recordNoAddress(ctx, request.zoneId)
      return refuse(tx, request, asked, 'address')
    }
  }
  throw new Error('invariant violated: a claim planned under the locks of its zone was lost')
}

async function withRules(tx: Tx, request: ClaimRequest): Promise<PlacementRequest> {
  if (!request.isGrouped) return request
  const ids = request.resources.map((resource) => resource.resourceId)
  return { ...request, groups: await readRules(tx, ids) }
}

/** A plan on the cached zone; when that has no room, or with `mustBeFresh`, on a fresh reading. */
async function planIn(
  tx: Tx,
  ctx: OpContext,
  zoneId: Id<'zone'>,
  request: PlacementRequest,
  salt: string,
  mustBeFresh: boolean,
): Promise<{ state: ZoneState; plan: PlacementPlan } | null> {
  const packs = request.resources.some(({ placement }) => placement === 'pack')
  const known = await zoneState(tx, ctx, zoneId, { mustBeFresh, packs })
  if (!known) return null
  const plan = planOn(known.state, request, salt)
  if (plan.outcome === 'planned' || known.isFresh) return { state: known.state, plan }
  return planIn(tx, ctx, zoneId, request, salt, true)
}

async function claim(
  tx: Tx,
  ctx: OpContext,
  request: ClaimRequest,
  places: readonly Place[],
  salt: string,
): Promise<ClaimAnswer> {
  const placeOf = new Map(places.map((place) => [place.resourceId, place]))
  const rows = request.resources.map((need) => {
    const place = placeOf.get(need.resourceId)
    invariant(place, 'every resource of the request has a place')
    const { hostId, poolId, candidates } = place
    return { ...need, id: newId('allocation', ctx.now.getTime()), hostId, poolId, candidates }
  })
  const { organisationId, projectId, zoneId, expiresAt = null, isGrouped = false } = request
  const { now } = ctx
  return callClaimAllocations(tx, {
    organisationId,
    projectId,
    zoneId,
    rows,
    salt,
    isGrouped,
    expiresAt,
    now,
  })
}

/** Refuses with the scarce resource and the other zones that could take the whole request. */
async function refuse(
  tx: Tx,
  request: ClaimRequest,
  asked: PlacementRequest,
  short: ShortResource | 'address' | 'zone',
): Promise<ClaimOutcome> {
  const snapshots = await readSnapshots(tx)
  snapshots.delete(request.zoneId)
  const shape = combinedShape(request.resources)
  const elsewhere: { zoneId: Id<'zone'>; count: number }[] = []
  for (const [zoneId, snapshot] of snapshots)
    if (await couldTake(tx, zoneId, snapshot, asked))
      elsewhere.push({ zoneId, count: countFits(snapshot, shape, request.organisationId) })
  elsewhere.sort((a, b) => b.count - a.count || (a.zoneId < b.zoneId ? -1 : 1))
  return { outcome: 'insufficient_capacity', short, zoneId: request.zoneId, elsewhere }
}

/** Whether a claim in this zone would succeed now. A policy chooses among the places that exist, so lifetimes are not read. */
async function couldTake(
  tx: Tx,
  zoneId: Id<'zone'>,
  snapshot: MeasuredSnapshot,
  asked: PlacementRequest,
): Promise<boolean> {
  const plan = planPlacement(snapshot, asked, '')
  if (plan.outcome !== 'planned') return false
  if (!snapshot.keepsHeadroom) return true
  const needs = new Map(asked.resources.map((need) => [need.resourceId, need]))
  const placed = plan.places.flatMap(({ resourceId, hostId }) => {
    const need = needs.get(resourceId)
    return need && hostId ? [{ ...need, hostId }] : []
  })
  return placed.length === 0 || hasHeadroomAfter(tx, zoneId, placed)
}

/** The maximum of each dimension over the request: the bundle's size, if all resources have the same bundle. */
function combinedShape(resources: readonly PlaceableResource[]): Shape {
  const largest = (of: (each: PlaceableResource) => number) => Math.max(...resources.map(of))
  return {
    vcpu: largest((each) => each.vcpu),
    memoryMib: largest((each) => each.memoryMib),
    diskGib: largest((each) => each.diskGib),
    poolGib: largest((each) => each.poolGib),
    volumeClass: resources.find((each) => each.volumeClass)?.volumeClass ?? null,
    requiredLabels: Object.assign({}, ...resources.map((each) => each.requiredLabels)),
  }
}
