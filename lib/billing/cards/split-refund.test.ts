import { expect, test } from 'vitest'
import type { Id } from '~/lib/kernel/ids'
import { splitRefund } from './split-refund'

const one = 'inv_1' as Id<'invoice'>
const two = 'inv_2' as Id<'invoice'>
const standing = [
  { documentId: two, cents: 300n },
  { documentId: one, cents: 700n },
  { documentId: null, cents: 50n },
]

test.each([
  ['kept credit first', 20n, [[null, 20n]]],
  [
    'then the invoice paid last',
    100n,
    [
      [null, 50n],
      [two, 50n],
    ],
  ],
  [
    'the whole payment',
    1_050n,
    [
      [null, 50n],
      [two, 300n],
      [one, 700n],
    ],
  ],
  ['never more than is allocated', 1_051n, null],
] as [string, bigint, [Id<'invoice'> | null, bigint][] | null][])('takes %s', (_what, cents, wanted) => {
  const parts = splitRefund(standing, cents)
  expect(parts).toEqual(wanted?.map(([documentId, each]) => ({ documentId, cents: each })) ?? null)
})
