import { expect, test } from 'vitest'
import { slotsOf, windowOf } from './window'

const now = new Date('2026-11-25T21:00:00Z')
const hours = (value: number) => new Date(now.getTime() + value * 3_600_000)

test.each([
  ['at once, without an end', null, null, [now, null]],
  ['at once, for two hours', null, 2, [now, hours(2)]],
  ['in an hour, for two', hours(1).toISOString(), 2, [hours(1), hours(3)]],
  ['a second ago', new Date(now.getTime() - 1_000).toISOString(), 2, 'in_the_past'],
  ['in sixty-one days', hours(61 * 24).toISOString(), 2, 'too_far'],
] as const)('a window %s', (_name, startsAt, windowHours, expected) => {
  if (typeof expected === 'string') {
    expect(() => windowOf({ startsAt, windowHours }, now)).toThrowError(
      expect.objectContaining({ code: 'invalid_input', field: 'startsAt', params: { reason: expected } }),
    )
  } else {
    const window = windowOf({ startsAt, windowHours }, now)
    expect([window.startsAt, window.endsAt]).toEqual([...expected])
  }
})

test.each([
  ['every hour that starts within it', 1, 4, [1, 2, 3]],
  ['an hour that has begun cannot be chosen', -2, 2, []],
  ['an imminent hour cannot be chosen', -0.95, 3, [1.05, 2.05]],
  ['a single hour is no choice', 1, 2, []],
] as const)('slots of a window: %s', (_name, from, to, expected) => {
  const slots = slotsOf({ startsAt: hours(from), endsAt: hours(to) }, now)
  expect(slots).toEqual(expected.map((each) => hours(each)))
  expect(slotsOf({ startsAt: hours(from), endsAt: null }, now)).toEqual([])
})
