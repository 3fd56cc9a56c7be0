import { describe, expect, test } from 'vitest'
import { computeAvailability, type Span, sharePpm } from './compute-availability'
import { agreesWithOracle } from './testing/agrees-with-oracle'

const second = 1000
const day = 86_400 * second

describe('computeAvailability', () => {
  test('equals an independent oracle', () => agreesWithOracle(5_000))

  const hour: Span = { from: 0, to: 3600 * second }
  test.each([
    ['no observations', [], [], { unknownMs: 3600 * second, availabilityPpm: null }],
    ['up all the time', [{ at: -5, state: 'up' }], [], { upMs: 3600 * second, availabilityPpm: 1_000_000 }],
    [
      'one second of an hour is rounded down to 999,722',
      [
        { at: 0, state: 'up' },
        { at: 60 * second, state: 'down' },
        { at: 61 * second, state: 'up' },
      ],
      [],
      { downMs: second, availabilityPpm: 999_722 },
    ],
    [
      'overlapping exclusions count once',
      [{ at: 0, state: 'down' }],
      [
        { from: 0, to: 20 * second },
        { from: 10 * second, to: 30 * second },
      ],
      { excludedMs: 30 * second, downMs: 3570 * second },
    ],
  ] as const)('%s', (_, transitions, exclusions, wanted) => {
    expect(computeAvailability(transitions, hour, exclusions)).toMatchObject(wanted)
  })
})

test('a share is rounded down, over years too', () => {
  expect(sharePpm(2, 3)).toBe(666_666)
  expect(sharePpm(100 * 365 * day - 1, 100 * 365 * day)).toBe(999_999)
  expect(sharePpm(0, 0)).toBeNull()
})
