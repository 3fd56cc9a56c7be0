import type { Tx } from '~/db/client'
import type { HoldReason } from '~/db/schema/ordering/buying'
import type { OpContext } from '~/lib/kernel/op-context'
import type { HeldOrder } from './lock-held'
import { listDecisions, setReasons } from './queries/holds'
import { type ReleaseOutcome, releaseOrder } from './release-order'

/**
 * After a decision in favour of an order: removes `decided` from its reasons, and `approval` once enough
 * different people have approved its current content. With no reason left, the order is carried out.
 */
export async function advanceHold(
  tx: Tx,
  ctx: OpContext,
  found: HeldOrder,
  decided: 'quote' | 'approval' | 'operator',
): Promise<ReleaseOutcome | 'waits'> {
  const { reasons, contentHash, approvalsNeeded } = found.held
  const agreed = (await listDecisions(tx, found.order.id)).filter(
    ({ decision }) => decision.decision === 'approved' && decision.contentHash === contentHash,
  )
  const isOver = (reason: HoldReason) =>
    reason === 'approval' ? agreed.length >= approvalsNeeded : reason === decided
  const left = reasons.filter((reason) => !isOver(reason))
  await setReasons(tx, found.order.id, left)
  if (left.length > 0) return 'waits'
  return releaseOrder(tx, ctx, found)
}
