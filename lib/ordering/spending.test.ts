import { expect, test } from 'vitest'
import { isOverCap } from './spending'

test.each([
  [null, 3_528n, 1_000_000n, false],
  [5_000n, 3_528n, 1_472n, false],
  [5_000n, 3_528n, 1_473n, true],
  [0n, 0n, 0n, false],
  [0n, 0n, 1n, true],
] as const)(
  'with a cap of %s cents, %s committed and an order of %s cents it is refused: %s',
  (cap, committed, order, refused) => {
    expect(isOverCap(cap, committed, order)).toBe(refused)
  },
)
