import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeSpans } from '../availability/compute-availability'
import { exclusionsOf } from './exclusions'

const minute = 60_000
const hour = 60 * minute
const month = { from: 0, to: 720 * hour }
const terms = { maintenance: { noticeHours: 72, allowanceMinutesPerMonth: 240 } }
const none = { maintenance: [], ownStops: [], forceMajeure: [] }
const announced = (fromHours: number, toHours: number, noticeHours = 72) => ({
  from: fromHours * hour,
  to: toHours * hour,
  announcedAt: (fromHours - noticeHours) * hour,
})
const maintenance = (...windows: ReturnType<typeof announced>[]) =>
  exclusionsOf({ ...none, maintenance: windows }, terms, month).map(({ from, to }) => [
    from / hour,
    to / hour,
  ])

describe('contract exclusions', () => {
  test('contain maintenance announced in time, up to the monthly allowance', () => {
    expect(maintenance(announced(10, 12))).toEqual([[10, 12]])
    expect(maintenance(announced(10, 12, 71))).toEqual([])
    expect(maintenance(announced(100, 103), announced(10, 12))).toEqual([
      [10, 12],
      [100, 102],
    ])
  })

  test('count overlapping maintenance once', () => {
    expect(maintenance(announced(10, 12), announced(11, 13), announced(20, 22))).toEqual([
      [10, 12],
      [12, 13],
      [20, 21],
    ])
    expect(maintenance(announced(10, 13), announced(11, 12), announced(20, 25))).toEqual([
      [10, 13],
      [20, 21],
    ])
  })

  test('count only the part inside the month, also for the allowance', () => {
    expect(maintenance(announced(-2, 3), announced(10, 12), announced(719, 730))).toEqual([
      [0, 3],
      [10, 11],
    ])
  })

  test('contain own stops and force majeure in full', () => {
    const facts = {
      ...none,
      ownStops: [{ from: -hour, to: hour }],
      forceMajeure: [{ from: 5 * hour, to: 9 * hour }],
    }
    expect(exclusionsOf(facts, terms, month)).toEqual([
      { from: 0, to: hour, rule: 'own_stop' },
      { from: 5 * hour, to: 9 * hour, rule: 'force_majeure' },
    ])
  })

  test('never exceed the allowance nor contain unannounced maintenance, for any intervals', () => {
    const window = fc
      .tuple(
        fc.integer({ min: -5, max: 725 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 60, max: 90 }),
      )
      .map(([from, hours, notice]) => announced(from, from + hours, notice))
    fc.assert(
      fc.property(fc.array(window, { maxLength: 6 }), (windows) => {
        const found = exclusionsOf({ ...none, maintenance: windows }, terms, month)
        const minutes = found.reduce((sum, { from, to }) => sum + (to - from) / minute, 0)
        const inTime = windows.filter(({ from, announcedAt }) => from - announcedAt >= 72 * hour)
        const inAll = mergeSpans(inTime, month).reduce((sum, { from, to }) => sum + (to - from) / minute, 0)
        expect(minutes).toBe(Math.min(240, inAll))
        for (const { from, to } of found)
          expect(inTime.some((each) => each.from <= from && each.to >= to)).toBe(true)
      }),
    )
  })
})
