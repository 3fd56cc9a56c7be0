import { describe, expect, test } from 'vitest'
import type { Transition } from '../availability/transitions'
import { burntPpm } from './burnt'
import { stateNow } from './state-now'

const now = new Date('2026-11-26T10:00:00Z')
const ago = (seconds: number) => now.getTime() - seconds * 1_000

describe('the current state', () => {
  const seen = (transitions: Transition[], knownUntil: number | null) =>
    stateNow({ transitions, vantages: [], knownUntil }, now)
  const down: Transition[] = [
    { at: ago(900), state: 'up' },
    { at: ago(60), state: 'down' },
  ]

  test.each([
    ['the newest round is current', down, ago(5), 'down'],
    // The reader ends the observations with the last round.
    [
      'a state ended by the reader is not the round’s state',
      [...down, { at: ago(5), state: 'unknown' }],
      ago(5),
      'down',
    ],
    ['the newest round is too old', down, ago(31), 'unknown'],
    ['it was never probed', [], null, 'unknown'],
    ['it could not be observed', [{ at: ago(60), state: 'unknown' }], ago(5), 'unknown'],
  ] as const)('%s', (_, transitions, knownUntil, state) => {
    expect(seen([...transitions], knownUntil)).toBe(state)
  })
})

test.each([
  [[], null],
  [[{ downMs: 5, allowedMs: 0 }], null],
  [[{ downMs: 1, allowedMs: 3 }], 333_333],
  [
    [
      { downMs: 0, allowedMs: 100 },
      { downMs: 300, allowedMs: 100 },
    ],
    1_500_000,
  ],
])('of %j the burnt share is as stated', (resources, ppm) => {
  expect(burntPpm(resources)).toBe(ppm)
})
