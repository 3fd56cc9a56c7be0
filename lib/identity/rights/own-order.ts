/** Why a person may not decide about an order; null when they may. */
export type OwnOrderRefusal = 'own_order' | 'others_approve' | null

/**
 * The person who ordered does not approve. An organisation too small for this may allow an exception, which holds only
 * while no other person could decide. Pure.
 */
export function refuseOwnOrder(decision: {
  isOwnOrder: boolean
  isExceptionSet: boolean
  otherApprovers: number
}): OwnOrderRefusal {
  if (!decision.isOwnOrder) return null
  if (!decision.isExceptionSet) return 'own_order'
  return decision.otherApprovers > 0 ? 'others_approve' : null
}
