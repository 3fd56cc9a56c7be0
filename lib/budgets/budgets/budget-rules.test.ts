import { expect, test } from 'vitest'
import { reachedThresholds, tagKeysOf } from './budget-rules'

test.each([
  [0n, []],
  [4_999n, []],
  [5_000n, [50]],
  [9_999n, [50, 80]],
  [10_000n, [50, 80, 100]],
  [12_000n, [50, 80, 100, 120]],
] as const)('%i of 10,000 cents reaches %o', (spent, reached) => {
  expect(reachedThresholds({ monthlyCents: 10_000n, thresholds: [50, 80, 100, 120] }, spent)).toEqual(reached)
})

test('the tag keys of budgets are listed once each', () => {
  const tags = ['service:dsi', null, 'service:rh', 'env:a:b']
  expect(tagKeysOf(tags.map((tag) => ({ projectId: null, tag })))).toEqual(['env', 'service'])
})
