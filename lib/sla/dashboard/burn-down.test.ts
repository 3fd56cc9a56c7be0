import { expect, test } from 'vitest'
import { burnDown } from './burn-down'

const minute = 60_000
const month = { from: Date.parse('2026-10-31T23:00:00Z'), now: Date.parse('2026-11-03T12:00:00Z') }

test('the budget left falls by each day’s downtime, until now', () => {
  const days = [
    { day: '2026-11-01', kind: 'kept', downMs: 0 },
    { day: '2026-11-02', kind: 'touched', downMs: 5 * minute },
    { day: '2026-11-03', kind: 'broken', downMs: 30 * minute },
    { day: '2026-11-04', kind: 'outside', downMs: 0 },
  ] as const
  expect(burnDown(days, 22 * minute, month)).toEqual([
    { at: month.from, leftMs: 22 * minute },
    { at: Date.parse('2026-11-01T23:00:00Z'), leftMs: 22 * minute },
    { at: Date.parse('2026-11-02T23:00:00Z'), leftMs: 17 * minute },
    { at: month.now, leftMs: -13 * minute },
  ])
})

test('a resource that did not exist this month has the whole budget at its start', () => {
  const days = [{ day: '2026-11-01', kind: 'outside', downMs: 0 }] as const
  expect(burnDown(days, minute, month)).toEqual([{ at: month.from, leftMs: minute }])
})
