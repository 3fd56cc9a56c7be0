import { expect, test } from 'vitest'
import { deliveryOf, deriveOrderState } from './order-state'

test.each([
  [['running'], 'delivered'],
  [['running', 'attached'], 'delivered'],
  [['creating'], 'in_progress'],
  [['running', 'creating', 'failed'], 'in_progress'],
  [['failed', 'failed'], 'failed'],
  [['running', 'failed'], 'partly_failed'],
  [['deleted', 'purged'], 'delivered'],
  [['stopped', 'resizing', 'available'], 'delivered'],
] as const)('resources in states %o make the order %s', (states, state) => {
  expect(deriveOrderState(states.map(deliveryOf))).toBe(state)
})
