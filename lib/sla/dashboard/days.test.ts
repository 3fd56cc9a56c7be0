import { describe, expect, test } from 'vitest'
import { parisMonth } from '~/lib/kernel/time/paris-month'
import type { Transition } from '../availability/transitions'
import { daysOf, daysWithin } from './days'

const monthOf = (period: string) => {
  const { from, to } = parisMonth(new Date(`${period}-15T12:00:00Z`))
  return { from: from.getTime(), to: to.getTime() }
}
const hour = 3_600_000
const at = (text: string) => Date.parse(text)

test.each([
  ['2027-02', 28, []],
  ['2028-02', 29, []],
  ['2026-03', 31, [['2026-03-29', 23]]],
  ['2026-10', 31, [['2026-10-25', 25]]],
])('%s has %i days in Paris', (period, count, odd) => {
  const days = daysWithin(monthOf(period))
  expect(days).toHaveLength(count)
  const lengths = days.map(({ day, from, to }) => [day, (to - from) / hour])
  expect(lengths.filter(([, hours]) => hours !== 24)).toEqual(odd)
})

describe('the kind of a day', () => {
  const month = monthOf('2026-11')
  const seen = (transitions: Transition[], rest = {}) =>
    daysOf({ transitions, window: month, exclusions: [], ...rest }, month, 10 * 60_000)
  const kinds = (days: ReturnType<typeof seen>) =>
    Object.fromEntries(days.map(({ day, kind }) => [day, kind]))

  test('follows from downtime, exclusions and unknown time', () => {
    const found = kinds(
      seen(
        [
          { at: month.from, state: 'up' },
          { at: at('2026-11-05T10:00:00Z'), state: 'down' },
          { at: at('2026-11-05T10:05:00Z'), state: 'up' },
          { at: at('2026-11-06T10:00:00Z'), state: 'down' },
          { at: at('2026-11-06T10:20:00Z'), state: 'up' },
          { at: at('2026-11-07T12:00:00Z'), state: 'unknown' },
          { at: at('2026-11-09T12:00:00Z'), state: 'up' },
        ],
        {
          exclusions: [
            { from: at('2026-11-10T23:00:00Z'), to: at('2026-11-11T23:00:00Z'), rule: 'own_stop' },
          ],
        },
      ),
    )
    expect(found).toMatchObject({
      '2026-11-04': 'kept',
      '2026-11-05': 'touched',
      '2026-11-06': 'broken',
      '2026-11-07': 'kept',
      '2026-11-08': 'unknown',
      '2026-11-09': 'kept',
      '2026-11-11': 'excluded',
      '2026-11-12': 'kept',
    })
  })

  test('is outside before the resource exists, and in the future', () => {
    const window = { from: at('2026-11-10T09:00:00Z'), to: at('2026-11-12T09:00:00Z') }
    const found = kinds(seen([{ at: window.from, state: 'up' }], { window }))
    expect([9, 10, 12, 13].map((day) => found[`2026-11-${String(day).padStart(2, '0')}`])).toEqual([
      'outside',
      'kept',
      'kept',
      'outside',
    ])
  })
})
