import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sharePpm } from '../availability/compute-availability'
import type { AvailabilityTerms } from '../contract/terms'
import { creditOf } from '../credits/credit-of'
import type { MeasuredSubject } from '../measuring/read-availability'
import { estimateOf } from './read-month-credits'

const terms: Pick<AvailabilityTerms, 'creditSteps' | 'creditCapBasisPoints'> = {
  creditSteps: [
    { belowPpm: 'objective', reductionBasisPoints: 1_000 },
    { belowPpm: 950_000, reductionBasisPoints: 5_000 },
  ],
  creditCapBasisPoints: 10_000,
}
const minutes = (count: number) => count * 60_000

/** The credit estimated after this much up and down, in minutes, for a month with this much ahead. */
const estimated = (up: number, down: number, ahead: number) =>
  estimateOf(
    {
      objectivePpm: 999_000,
      availability: {
        upMs: minutes(up),
        downMs: minutes(down),
        availabilityPpm: sharePpm(up, up + down),
      },
      contract: { terms },
    } as unknown as MeasuredSubject,
    minutes(ahead),
    10_000n,
  )

test('time ahead counts as up: a bad start is half forgotten by the end of the month', () => {
  expect(estimated(900, 100, 0)?.cents).toBe(5_000n)
  expect(estimated(900, 100, 9_000)?.cents).toBe(1_000n)
  expect(estimated(900, 100, 900_000)).toBeNull()
})

test('the estimate is the credit of the finished month, if nothing else fails', () => {
  const some = fc.integer({ min: 0, max: 44_640 })
  fc.assert(
    fc.property(some, some, some, (up, down, ahead) => {
      fc.pre(up + down > 0)
      const finished = sharePpm(minutes(up + ahead), minutes(up + down + ahead))
      const facts = { objectivePpm: 999_000, priceCents: 10_000n, leftCents: null }
      expect(estimated(up, down, ahead)).toEqual(creditOf(finished, facts, terms))
    }),
  )
})
