import { isNarrowed, type Tx } from '~/db/client'
import type { OrderRefusal } from './place/outcome'

/** Whether so much more a month takes what is committed beyond the cap. At the cap is within it. Pure. */
export function isOverCap(capCents: bigint | null, committedCents: bigint, orderCents: bigint): boolean {
  return capCents !== null && committedCents + orderCents > capCents
}

/** The refusal of an order that goes beyond the spending cap, else null. A guest is told no figures. */
export async function refuseOverCap(
  tx: Tx,
  capCents: bigint | null,
  committedCents: bigint,
  orderCents: bigint,
): Promise<Extract<OrderRefusal, { outcome: 'over_spending_cap' }> | null> {
  if (!isOverCap(capCents, committedCents, orderCents)) return null
  const figures = {
    capCents: `${capCents}`,
    committedCents: `${committedCents}`,
    orderCents: `${orderCents}`,
  }
  return { outcome: 'over_spending_cap', figures: (await isNarrowed(tx)) ? null : figures }
}
