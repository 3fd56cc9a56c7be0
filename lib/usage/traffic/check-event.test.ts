import { expect, test } from 'vitest'
import { lateDays, refuseEvent, rememberedDays } from './check-event'

const now = new Date('2026-11-24T09:00:00Z')
const at = (seconds: number) => new Date(now.getTime() + seconds * 1_000)
const day = 86_400

test.each([
  ['now', at(0), at(-90 * day), null],
  ['five minutes ahead', at(300), at(-90 * day), null],
  ['a second more ahead', at(301), at(-90 * day), 'too_far_ahead'],
  ['exactly at the latest delay', at(-lateDays * day), at(-90 * day), null],
  ['a second later', at(-lateDays * day - 1), at(-90 * day), 'too_late'],
  ['at the start of its server', at(-60), at(-60), null],
  ['before its server', at(-61), at(-60), 'before_resource'],
  ['of an unknown server', at(0), null, 'unknown_resource'],
  ['of an unknown server, and far ahead', at(9_999), null, 'unknown_resource'],
] as const)('%s', (_case, eventAt, createdAt, expected) => {
  expect(refuseEvent({ at: eventAt }, createdAt, now)).toBe(expected)
})

test('accepted measurements are remembered longer than they could be accepted again', () => {
  expect(rememberedDays).toBeGreaterThan(lateDays + 1)
})
