import { expect, it } from 'vitest'
import { isReadSince } from './client'

const comparedSince = '2026-12-01T10:00:00.000Z'

it.each([
  [null, comparedSince, false],
  ['2026-12-01T09:59:59.999Z', comparedSince, false],
  ['2026-12-01T10:00:00.000Z', comparedSince, true],
  ['2026-12-01T11:30:00.000+01:00', comparedSince, true],
  ['2026-12-01T10:00:00.000Z', null, false],
])(
  'a zone compared at %s, in a database that may read it since %s, was read: %s',
  (comparedAt, since, expected) => {
    expect(isReadSince({ comparedAt }, since)).toBe(expected)
  },
)
