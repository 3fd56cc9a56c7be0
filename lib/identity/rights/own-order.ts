/** Why somebody may not decide about an order, or null when they may. */
export type OwnOrderRefusal = 'own_order' | 'others_approve' | null

/**
 * Whoever ordered does not approve. An organisation too small for it may allow that knowingly; it then holds only
 * while nobody else could decide. Pure.
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
