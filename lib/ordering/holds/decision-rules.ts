import type { HoldReason } from '~/db/schema/ordering/buying'
import type { Id } from '~/lib/kernel/ids'

type Reasons = readonly HoldReason[]
type Decision = { by: Id<'account'>; onBehalfOf: Id<'account'> }

/**
 * The first of these delegators for whom an order can be decided: not the person who placed it, and no approver for whom it
 * was decided before. While an obstacle stops the order, a refusal replaces the approval of the same approver. Pure.
 */
export function findFreeDelegator(
  order: { placedBy: Id<'account'> | null; reasons: Reasons },
  delegators: readonly Id<'account'>[],
  decisions: readonly Decision[],
): Id<'account'> | undefined {
  const isUsed = (approver: Id<'account'>) =>
    !order.reasons.includes('obstacle') && decisions.some(({ onBehalfOf }) => onBehalfOf === approver)
  return delegators.find((each) => each !== order.placedBy && !isUsed(each))
}

/** Whether an order waits for an approval that this person has not given, nor a delegate for them. Pure. */
export const awaitsApprovalOf = (
  person: Id<'account'>,
  reasons: Reasons,
  decisions: readonly Decision[],
): boolean =>
  reasons.includes('approval') &&
  decisions.every(({ by, onBehalfOf }) => by !== person && onBehalfOf !== person)

/** Whether a quote waits for its signature: the operator has accepted it. Pure. */
export const awaitsSignature = (reasons: Reasons): boolean =>
  reasons.includes('quote') && !reasons.includes('operator')
