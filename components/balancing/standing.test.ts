import { expect, test } from 'vitest'
import { standingOf } from './standing'

test.each([
  ['creating', null, 0, 0, 'creating'],
  ['active', null, 0, 2, 'checking'],
  ['active', false, 2, 2, 'silent'],
  ['active', true, 0, 0, 'empty'],
  ['active', true, 0, 2, 'pool_down'],
  ['active', true, 1, 2, 'reduced'],
  ['active', true, 2, 2, 'serving'],
  ['failed', true, 2, 2, 'failed'],
  ['deleting', true, 2, 2, 'deleting'],
] as const)('%s, serving %s, %i of %i servers up, is %s', (state, isServing, up, total, standing) => {
  expect(standingOf({ state, isServing, servers: { up, total } })).toBe(standing)
})
