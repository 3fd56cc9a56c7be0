import { expect, it } from 'vitest'
import { isReadSince } from './client'

const beganAt = '2026-12-01T10:00:00.000Z'

it.each([
  [null, beganAt, false],
  ['2026-12-01T09:59:59.999Z', beganAt, false],
  ['2026-12-01T10:00:00.000Z', beganAt, true],
  ['2026-12-01T11:30:00.000+01:00', beganAt, true],
  ['2026-12-01T10:00:00.000Z', null, false],
])(
  'a zone compared at %s, of a recovery that began at %s, was read since: %s',
  (comparedAt, began, expected) => {
    expect(isReadSince({ comparedAt }, began)).toBe(expected)
  },
)
