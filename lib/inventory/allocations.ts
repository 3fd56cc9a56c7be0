import type { Tx } from '~/db/client'
import {
  callEndAllocation,
  callPostAllocation,
  callResizeAllocation,
  type ResizeAnswer,
} from '~/db/queries/inventory/capacity'

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

/** The live claim holds this much on its host, or nothing changed and the answer says why. */
export async function resizeAllocation(
  tx: Tx,
  resourceId: string,
  size: { vcpu: number; memoryMib: number; diskGib: number },
): Promise<ResizeAnswer> {
  return callResizeAllocation(tx, resourceId, size)
}
