import { expect, test } from 'vitest'
import { refuseUnbalanced } from './post-transaction'

test.each([
  [
    'one side larger',
    [
      { debitCents: 2n, creditCents: 0n },
      { debitCents: 0n, creditCents: 1n },
    ],
  ],
  ['no entries', []],
  ['both sides in one entry', [{ debitCents: 1n, creditCents: 1n }]],
  [
    'a negative debit',
    [
      { debitCents: -1n, creditCents: 0n },
      { debitCents: 0n, creditCents: -1n },
    ],
  ],
])('rejects %s', (_name, entries) => {
  expect(() => refuseUnbalanced(entries)).toThrow(RangeError)
})

test('accepts a balanced transaction', () => {
  refuseUnbalanced([
    { debitCents: 120n, creditCents: 0n },
    { debitCents: 0n, creditCents: 100n },
    { debitCents: 0n, creditCents: 20n },
  ])
})
