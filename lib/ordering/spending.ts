import type { OrderRefusal } from './outcome'

/**
 * The refusal when this order would take the committed monthly spend beyond the cap, else null. No cap,
 * no refusal; a spend exactly at the cap is within it. Pure.
 */
export function refuseOverCap(
  capCents: bigint | null,
  committedCents: bigint,
  orderCents: bigint,
): OrderRefusal | null {
  if (capCents === null || committedCents + orderCents <= capCents) return null
  return {
    outcome: 'over_spending_cap',
    capCents: capCents.toString(),
    committedCents: committedCents.toString(),
    orderCents: orderCents.toString(),
  }
}
