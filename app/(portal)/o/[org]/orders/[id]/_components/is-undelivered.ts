import type { OrderView } from '~/lib/ordering/client'

/** Whether an order ended without delivering all that it was for. Pure. */
export const isUndelivered = ({ state, failure }: OrderView): boolean =>
  failure !== null || ['refused', 'expired', 'withdrawn', 'failed'].includes(state)
