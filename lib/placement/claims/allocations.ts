import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { keepingHeadroom } from '../headroom/keep-headroom'
import { keepsHeadroom } from '../headroom/queries/headroom'
import {
  callEndAllocation,
  callPostAllocation,
  callResizeAllocation,
  callResizePoolAllocation,
  type PoolResizeAnswer,
  type ResizeAnswer,
  selectLiveClaim,
} from './queries/capacity'

/** The resource stands: its claim can no longer be voided, only released. False when none was pending. */
export async function postAllocation(tx: Tx, resourceId: string, now: Date): Promise<boolean> {
  return callPostAllocation(tx, resourceId, now)
}

/** The claim is over and everything it held is free again; false when there was none, so repeating is harmless. */
export async function endAllocation(
  tx: Tx,
  resourceId: string,
  state: 'released' | 'voided' | 'expired',
  now: Date,
): Promise<boolean> {
  return callEndAllocation(tx, resourceId, state, now)
}

export type LiveClaim = { vcpu: number; memoryMib: number; diskGib: number }

/** What a server's live claim holds on its host; null when it has none. */
export async function findLiveClaim(tx: Tx, resourceId: string): Promise<LiveClaim | null> {
  return selectLiveClaim(tx, resourceId)
}

/** The live claim holds this much more disk (or less), or nothing changed and the answer says why. */
export async function growClaim(tx: Tx, resourceId: string, diskGib: number): Promise<ResizeAnswer> {
  const claim = await selectLiveClaim(tx, resourceId)
  if (!claim) return 'none'
  return callResizeAllocation(tx, resourceId, { ...claim, diskGib: claim.diskGib + diskGib })
}

/**
 * The live claim holds this much on its host, or nothing changed and the answer says why. One that grows in a zone
 * that keeps head-room leaves it.
 */
export async function growAllocation(
  tx: Tx,
  resource: { id: string; zoneId: Id<'zone'> },
  size: { vcpu: number; memoryMib: number; diskGib: number },
): Promise<ResizeAnswer | 'no_headroom'> {
  const grow = (within: Tx) => callResizeAllocation(within, resource.id, size)
  if (!(await keepsHeadroom(tx, resource.zoneId))) return grow(tx)
  return keepingHeadroom(tx, resource.zoneId, grow, (answer) => answer === 'resized')
}

/** The live claim holds this much on its host, or nothing changed and the answer says why. */
export async function resizeAllocation(
  tx: Tx,
  resourceId: string,
  size: { vcpu: number; memoryMib: number; diskGib: number },
): Promise<ResizeAnswer> {
  return callResizeAllocation(tx, resourceId, size)
}

/** The live claim holds this much on its pool, or nothing changed and the answer says why. */
export async function resizePoolClaim(tx: Tx, resourceId: string, gib: number): Promise<PoolResizeAnswer> {
  return callResizePoolAllocation(tx, resourceId, gib)
}
