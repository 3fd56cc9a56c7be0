import type { OrderState } from '../views'

/** The delivery result of one ordered resource. A server deleted later still counts as delivered. */
export type DeliveryState = 'waiting' | 'delivered' | 'failed'

export function deliveryOf(resourceState: string): DeliveryState {
  if (resourceState === 'creating') return 'waiting'
  return resourceState === 'failed' ? 'failed' : 'delivered'
}

/** The state of a line from its resources, or of an order from all of them. Pure. */
export function deriveOrderState(deliveries: readonly DeliveryState[]): OrderState {
  const has = (state: DeliveryState) => deliveries.includes(state)
  if (has('waiting')) return 'in_progress'
  if (has('failed')) return has('delivered') ? 'partly_failed' : 'failed'
  return 'delivered'
}

export function isFinal(state: OrderState): boolean {
  return state === 'delivered' || state === 'partly_failed' || state === 'failed'
}

/**
 * The initial state of an order of these resource kinds. An address exists at once; everything else takes
 * time. Pure.
 */
export function initialOrderState(kinds: readonly string[]): 'accepted' | 'delivered' {
  return kinds.every((kind) => kind === 'address') ? 'delivered' : 'accepted'
}
