import fc from 'fast-check'
import { expect, test } from 'vitest'
import { periodAfter, periodOf } from '~/lib/kernel/time/paris-month'
import { lastSendingDay, nextSending, sendingAt } from './sending-day'

test.each([
  ['2026-01', 28, '2026-02-28T06:00:00.000Z'],
  ['2028-01', 28, '2028-02-28T06:00:00.000Z'],
  ['2026-11', 1, '2026-12-01T06:00:00.000Z'],
  ['2026-12', 5, '2027-01-05T06:00:00.000Z'],
  // Clocks went forward on 28 March 2027, and go back on 31 October.
  ['2027-02', 27, '2027-03-27T06:00:00.000Z'],
  ['2027-02', 28, '2027-03-28T05:00:00.000Z'],
  ['2027-03', 1, '2027-04-01T05:00:00.000Z'],
  ['2027-10', 1, '2027-11-01T06:00:00.000Z'],
])('the file of %s leaves on day %i at seven in Paris: %s', (period, day, at) => {
  expect(sendingAt(period, day).toISOString()).toBe(at)
})

const anyPeriod = fc.integer({ min: 0, max: 240 }).map((months) => periodAfter('2024-01', months))
const anyDay = fc.integer({ min: 1, max: 28 })

test('a day is reached exactly from its instant on, in every month and through clock changes', () => {
  const anyOffset = fc.integer({ min: -40 * 86_400, max: 40 * 86_400 })
  fc.assert(
    fc.property(anyPeriod, anyDay, anyOffset, (period, day, seconds) => {
      const at = sendingAt(period, day)
      const day2 = `${day}`.padStart(2, '0')
      for (const ms of [at.getTime() - 1, at.getTime(), at.getTime() + seconds * 1_000]) {
        const isReached = `${periodAfter(period, 1)}-${day2}` <= lastSendingDay(new Date(ms))
        expect(isReached).toBe(ms >= at.getTime())
      }
    }),
  )
})

test('the next sending is of the last finished month, or of the month after the last one sent', () => {
  const now = new Date('2026-11-24T09:00:00Z')
  expect(nextSending(null, 5, now)).toEqual({ period: '2026-10', at: new Date('2026-11-05T06:00:00Z') })
  expect(nextSending('2026-09', 28, now)).toEqual({ period: '2026-10', at: new Date('2026-11-28T06:00:00Z') })
  expect(nextSending('2026-10', 5, now)).toEqual({ period: '2026-11', at: new Date('2026-12-05T06:00:00Z') })
  // A pause of months: they get no file of their own.
  expect(nextSending('2026-03', 5, now).period).toBe('2026-10')
})

test('the month sent next is never sent before it is over', () => {
  fc.assert(
    fc.property(anyPeriod, anyPeriod, anyDay, (last, current, day) => {
      const now = sendingAt(current, day)
      const { period, at } = nextSending(last, day, now)
      expect(period > last || period === periodAfter(periodOf(now), -1)).toBe(true)
      expect(periodOf(at)).toBe(periodAfter(period, 1))
    }),
  )
})
