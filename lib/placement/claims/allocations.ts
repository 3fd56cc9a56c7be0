import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { keepsHeadroom } from '../headroom/queries/headroom'
import { withHeadroom } from '../headroom/with-headroom'
import {
  callEndAllocation,
  callPostAllocation,
  callResizeAllocation,
  callResizePoolAllocation,
  type PoolResizeAnswer,
  type ResizeAnswer,
  selectLiveClaim,
} from './queries/capacity'

/**
 * Posts the claim of an existing resource: it can no longer be voided, only released. False when none was
 * pending.
 */
export async function postAllocation(tx: Tx, resourceId: string, now: Date): Promise<boolean> {
  return callPostAllocation(tx, resourceId, now)
}

/** Ends the claim and frees everything it held; false when there was none, so repeating is harmless. */
export async function endAllocation(
  tx: Tx,
  resourceId: string,
  state: 'released' | 'voided' | 'expired',
  now: Date,
): Promise<boolean> {
  return callEndAllocation(tx, resourceId, state, now)
}

export type LiveClaim = { vcpu: number; memoryMib: number; diskGib: number }

/** What a server's live claim holds on its host; null without one. */
export async function findLiveClaim(tx: Tx, resourceId: string): Promise<LiveClaim | null> {
  return selectLiveClaim(tx, resourceId)
}

/**
 * Changes the disk of the live claim by this amount (may be negative), or changes nothing and returns the
 * reason.
 */
export async function growClaim(tx: Tx, resourceId: string, diskGib: number): Promise<ResizeAnswer> {
  const claim = await selectLiveClaim(tx, resourceId)
  if (!claim) return 'none'
  return callResizeAllocation(tx, resourceId, { ...claim, diskGib: claim.diskGib + diskGib })
}

/**
 * Sets the live claim on its host to this size, or changes nothing and returns the reason. Growth in a zone
 * with headroom preserves the headroom.
 */
export async function growAllocation(
  tx: Tx,
  resource: { id: string; zoneId: Id<'zone'> },
  size: { vcpu: number; memoryMib: number; diskGib: number },
): Promise<ResizeAnswer | 'no_headroom'> {
  const grow = (within: Tx) => callResizeAllocation(within, resource.id, size)
  if (!(await keepsHeadroom(tx, resource.zoneId))) return grow(tx)
  return withHeadroom(tx, resource.zoneId, grow, (answer) => answer === 'resized')
}

/** Sets the live claim on its host to this size, or changes nothing and returns the reason. */
export async function resizeAllocation(
  tx: Tx,
  resourceId: string,
  size: { vcpu: number; memoryMib: number; diskGib: number },
): Promise<ResizeAnswer> {
  return callResizeAllocation(tx, resourceId, size)
}

/** Sets the live claim on its pool to this size, or changes nothing and returns the reason. */
export async function resizePoolClaim(tx: Tx, resourceId: string, gib: number): Promise<PoolResizeAnswer> {
  return callResizePoolAllocation(tx, resourceId, gib)
}
