import { expect, test } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import { decideLossesInput, lossesAtOnce, proposeLossesInput } from './schema'

const accepts = (count: number) => [
  proposeLossesInput.safeParse({
    driftIds: Array.from({ length: count }, () => newId('drift')),
    reason: 'Après restauration.',
  }).success,
  decideLossesInput.safeParse({
    lossIds: Array.from({ length: count }, () => newId('rowLoss')),
    decision: 'confirm',
  }).success,
]

test('all rows that the page shows can be proposed and decided at once, and no more', () => {
  expect(accepts(500)).toEqual([true, true])
  expect(accepts(lossesAtOnce + 1)).toEqual([false, false])
})
