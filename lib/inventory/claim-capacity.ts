/**
 * Transaction piece. Guarantees: all the resources hold their capacity, quota and address, or none does;
 * nothing is sold twice (conditional statements backed by checks, in the database); no slot stays unsold,
 * because the last try plans under the zone's locks. Shape: plan on a snapshot, claim, and when a rival was
 * faster plan again on a fresh one; locking at once would make every order of a zone wait for the others.
 */
import type { Tx } from '~/db/client'
import { type ClaimAnswer, callClaimAllocations, lockPlacement } from '~/db/queries/inventory/capacity'
import { invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { QuotaResource, Shape } from './client'
import { type Place, planPlacement } from './place-resources'
import type { PlaceableResource, ShortResource } from './place-snapshot'
import { countFits } from './place-stock'
import { readSnapshots } from './read-snapshot'

export type ClaimRequest = {
  organisationId: Id<'organisation'>
  projectId: Id<'project'>
  zoneId: Id<'zone'>
  resources: readonly PlaceableResource[]
  requiredLabels?: Record<string, string>
  /** Holds for quotes and approvals expire; an order's claim does not. */
  expiresAt?: Date
}

export type ClaimedPlace = Place & { address: string | null }
export type ClaimOutcome =
  | { outcome: 'claimed'; places: ClaimedPlace[]; attempts: number }
  | {
      outcome: 'insufficient_capacity'
      short: ShortResource | 'address' | 'zone'
      zoneId: Id<'zone'>
      elsewhere: { zoneId: Id<'zone'>; count: number }[]
    }
  | { outcome: 'quota_exceeded'; resource: QuotaResource; limit: number; used: number; asked: number }

/** Tries on fresh snapshots before the one under locks. */
export const freeTries = 3

/** Claim capacity for all the resources in one zone, all or nothing, inside the caller's transaction. */
export async function claimCapacity(
  tx: Tx,
  ctx: OpContext,
  request: ClaimRequest,
  hooks: { afterPlan?: (places: readonly Place[], attempt: number) => Promise<void> } = {},
): Promise<ClaimOutcome> {
  invariant(request.resources.length > 0, 'a claim is for something')
  for (let attempt = 1; attempt <= freeTries + 1; attempt += 1) {
    const isLocked = attempt > freeTries
    if (isLocked) await lockPlacement(tx, request)
    const snapshot = (await readSnapshots(tx, request.zoneId)).get(request.zoneId)
    if (!snapshot) return refuse(tx, request, 'zone')
    const salt = `${request.resources[0]?.resourceId}:${attempt}`
    const plan = planPlacement(snapshot, request, salt)
    // The snapshot shows what is committed: where it has no room, there is none, locks or not.
    if (plan.outcome === 'no_room') return refuse(tx, request, plan.short)
    if (!isLocked) await hooks.afterPlan?.(plan.places, attempt)
    const answer = await claim(tx, ctx, request, plan.places)
    switch (answer.outcome) {
      case 'claimed':
        return {
          outcome: 'claimed',
          attempts: attempt,
          places: plan.places.map((place) => ({
            ...place,
            address: answer.addresses[place.resourceId] ?? null,
          })),
        }
      case 'quota_exceeded':
        return { ...answer, resource: answer.resource as QuotaResource }
      case 'no_address':
        return refuse(tx, request, 'address')
      case 'lost':
        break
    }
  }
  throw new Error('invariant violated: a claim planned under the locks of its zone was lost')
}

async function claim(
  tx: Tx,
  ctx: OpContext,
  request: ClaimRequest,
  places: readonly Place[],
): Promise<ClaimAnswer> {
  const rows = places.map((place) => {
    const need = request.resources.find((each) => each.resourceId === place.resourceId)
    invariant(need, 'a place is for a resource of the request')
    return {
      id: newId('allocation', ctx.now.getTime()),
      resourceKind: need.resourceKind,
      resourceId: need.resourceId,
      hostId: place.hostId,
      poolId: place.poolId,
      vcpu: need.vcpu,
      memoryMib: need.memoryMib,
      diskGib: need.diskGib,
      poolGib: need.poolGib,
      wantsAddress: need.resourceKind === 'instance',
    }
  })
  const { organisationId, projectId, zoneId, expiresAt } = request
  return callClaimAllocations(tx, {
    organisationId,
    projectId,
    zoneId,
    rows,
    expiresAt: expiresAt ?? null,
    now: ctx.now,
  })
}

/** Say what is short and which other zones could take everything asked. */
async function refuse(
  tx: Tx,
  request: ClaimRequest,
  short: ShortResource | 'address' | 'zone',
): Promise<ClaimOutcome> {
  const snapshots = await readSnapshots(tx)
  snapshots.delete(request.zoneId)
  const shape = combinedShape(request.resources)
  const elsewhere = [...snapshots]
    .filter(([, snapshot]) => planPlacement(snapshot, request, '').outcome === 'planned')
    .map(([zoneId, snapshot]) => ({ zoneId, count: countFits(snapshot, shape) }))
    .sort((a, b) => b.count - a.count || (a.zoneId < b.zoneId ? -1 : 1))
  return { outcome: 'insufficient_capacity', short, zoneId: request.zoneId, elsewhere }
}

/** The largest of each part over the request: one bundle of it, when all its resources are of one bundle. */
function combinedShape(resources: readonly PlaceableResource[]): Shape {
  const largest = (of: (each: PlaceableResource) => number) => Math.max(...resources.map(of))
  return {
    vcpu: largest((each) => each.vcpu),
    memoryMib: largest((each) => each.memoryMib),
    diskGib: largest((each) => each.diskGib),
    poolGib: largest((each) => each.poolGib),
    volumeClass: resources.find((each) => each.volumeClass)?.volumeClass ?? null,
  }
}
