import { expect, test } from 'vitest'
import { parsePercent } from './percent'
import { parseHourlyPrice } from './price-change'
import { takeBackList } from './take-back-list'

const at = (day: string) => new Date(`2026-${day}T10:00:00Z`)
const none = { bundleId: null, family: null, basisPoints: null, fixed: null }
const off = (listId: string, family: string, basisPoints: number) => ({
  ...none,
  listId,
  family,
  basisPoints,
})

const first = { id: 'first', validFrom: at('01-05'), validTo: at('03-01') }
const second = { id: 'second', validFrom: at('03-01'), validTo: null }
const prices = [
  off('first', 'storage', 1_250),
  { ...none, listId: 'first', bundleId: 'bun', fixed: { compute: '2000000', root_disk: '500000' } },
  off('second', 'storage', 500),
]

test('the list in force is undone at once by the lines of the previous one', () => {
  const { day, lines } = takeBackList([second, first], prices, second, at('04-01'))
  expect(day).toBe('')
  expect(lines).toEqual([
    { what: 'storage', how: 'percentage', value: '12.50' },
    { what: 'bun', how: 'fixed', value: '0.025000' },
  ])
  expect(parsePercent(lines[0]?.value ?? '')).toBe(1_250)
  expect(parseHourlyPrice(lines[1]?.value ?? '')).toBe(2_500_000n)
})

test.each([
  ['the first one', [first], { ...first, validTo: null }],
  ['one after a period of public prices', [second, { ...first, validTo: at('02-01') }], second],
  [
    'one with a predecessor of the same start that never began',
    [second, { ...first, validFrom: at('03-01') }],
    second,
  ],
])('%s is undone by the public prices', (_what, lists, open) => {
  expect(takeBackList(lists, prices, open, at('04-01')).lines).toEqual([])
})

test('an announced list is succeeded on the day of its start', () => {
  expect(takeBackList([second, first], prices, second, at('02-01')).day).toBe('2026-03-01')
})
