import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sharePpm } from '../availability/compute-availability'
import { levelOf, monthBudget } from './levels'

const minute = 60_000
const seen = (downMinutes: number, ofMinutes: number) => {
  const [downMs, upMs] = [downMinutes * minute, (ofMinutes - downMinutes) * minute]
  return { upMs, downMs, availabilityPpm: sharePpm(upMs, upMs + downMs) }
}
const month = 30 * 1440

test.each([
  ['no observations', seen(0, 0), 0, 999_500, 'unknown'],
  ['no objective', seen(10, month), 0, null, 'none'],
  ['no downtime', seen(0, month), 0, 999_500, 'kept'],
  // 99.95 % of 30 days allows 21 minutes and 36 seconds.
  ['some downtime', seen(10, month), 0, 999_500, 'kept'],
  ['most of the budget is spent', seen(17, month), 0, 999_500, 'at_risk'],
  ['the budget is exceeded', seen(22, month), 0, 999_500, 'breached'],
  [
    'ten minutes on the first day can still be compensated',
    seen(10, 1440),
    29 * 1440 * minute,
    999_500,
    'kept',
  ],
  ['an hour cannot', seen(60, 1440), 29 * 1440 * minute, 999_500, 'breached'],
  ['an objective of 100 %, kept', seen(0, month), 0, 1_000_000, 'kept'],
  ['an objective of 100 %, missed by a second', seen(1 / 60, month), 0, 1_000_000, 'breached'],
] as const)('%s', (_, found, aheadMs, objectivePpm, state) => {
  expect(levelOf(found, aheadMs, objectivePpm)).toBe(state)
})

test('a finished month is breached exactly when the rounded-down availability is below the objective', () => {
  const ms = fc.integer({ min: 0, max: 2_700_000_000 })
  fc.assert(
    fc.property(
      ms,
      fc.integer({ min: 0, max: 10_000_000 }),
      fc.integer({ min: 900_000, max: 1_000_000 }),
      (upMs, downMs, objectivePpm) => {
        const availabilityPpm = sharePpm(upMs, upMs + downMs)
        fc.pre(availabilityPpm !== null)
        const isBreached = levelOf({ upMs, downMs, availabilityPpm }, 0, objectivePpm) === 'breached'
        expect(isBreached).toBe((availabilityPpm as number) < objectivePpm)
        expect(monthBudget({ upMs, downMs }, 0, objectivePpm).leftMs < 0).toBe(isBreached)
      },
    ),
    { numRuns: 5_000 },
  )
})
