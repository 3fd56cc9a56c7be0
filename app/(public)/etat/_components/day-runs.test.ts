import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runsOfDays } from './day-runs'

const day = (day: string, availabilityPpm: number | null, downMs = 0, unknownMs = 0) => ({
  day,
  availabilityPpm,
  downMs,
  unknownMs,
  incidents: [] as number[],
})

test('a day with an incident is a run of its own, whatever was measured', () => {
  const runs = runsOfDays([
    day('2026-11-01', 1_000_000),
    { ...day('2026-11-02', 1_000_000), incidents: [7] },
    day('2026-11-03', 1_000_000),
  ])
  expect(runs.map(({ count, incidents }) => [count, incidents])).toEqual([
    [1, []],
    [1, [7]],
    [1, []],
  ])
})

test('equal consecutive days form one run, and a different day begins another', () => {
  const runs = runsOfDays([
    day('2026-11-01', null, 0, 86_400_000),
    day('2026-11-02', 1_000_000),
    day('2026-11-03', 1_000_000),
    day('2026-11-04', 1_000_000, 0, 1),
    day('2026-11-05', 990_000, 864_000),
    day('2026-11-06', 1_000_000),
  ])
  expect(runs.map(({ day: first, lastDay, count }) => [first, lastDay, count])).toEqual([
    ['2026-11-01', '2026-11-01', 1],
    ['2026-11-02', '2026-11-03', 2],
    ['2026-11-04', '2026-11-04', 1],
    ['2026-11-05', '2026-11-05', 1],
    ['2026-11-06', '2026-11-06', 1],
  ])
  expect(runsOfDays([])).toEqual([])
})

test('the runs preserve every day’s data, and no two neighbours are equal', () => {
  const anyDay = fc.record({
    availabilityPpm: fc.constantFrom(null, 1_000_000, 999_000),
    downMs: fc.constantFrom(0, 5),
    unknownMs: fc.constantFrom(0, 7),
    incidents: fc.constantFrom<number[]>([], [1], [1, 2]),
  })
  fc.assert(
    fc.property(fc.array(anyDay, { maxLength: 90 }), (figures) => {
      const days = figures.map((each, index) => ({ day: String(index), ...each }))
      const runs = runsOfDays(days)
      const unrolled = runs.flatMap(({ day: first, lastDay, count, ...each }) => {
        expect(Number(lastDay) - Number(first) + 1).toBe(count)
        return Array.from({ length: count }, (_unused, index) => ({
          day: String(Number(first) + index),
          ...each,
        }))
      })
      expect(unrolled).toEqual(days)
      for (const [index, run] of runs.entries()) {
        const next = runs[index + 1]
        if (next)
          expect([run.availabilityPpm, run.downMs, run.unknownMs, run.incidents]).not.toEqual([
            next.availabilityPpm,
            next.downMs,
            next.unknownMs,
            next.incidents,
          ])
      }
    }),
  )
})
