import { describe, expect, it } from 'vitest'
import { commitmentExit, committedMicroCents, exitsByMonth, remainingSeconds } from './commitment-price'

const at = (text: string) => new Date(text)
const term = (startedAt: string, termMonths: number, endsAt: string) => ({
  startedAt: at(startedAt),
  termMonths,
  endsAt: at(endsAt),
})

describe('the price with a commitment', () => {
  it.each([
    [4_900_000n, 0, 4_900_000n],
    [4_900_000n, 2_000, 3_920_000n],
    [3n, 5_000, 2n],
    [1n, 9_000, 0n],
    [0n, 3_500, 0n],
  ])('%d at %d basis points is %d', (hourly, basisPoints, expected) => {
    expect(committedMicroCents(hourly, basisPoints)).toBe(expected)
  })
})

describe('the price of an early exit', () => {
  const year = term('2026-01-31T09:00:00Z', 12, '2027-01-31T09:00:00Z')

  it('counts the whole term at its start and nothing at its end', () => {
    expect(remainingSeconds(year, year.startedAt)).toBe(12n * 2_592_000n)
    expect(remainingSeconds(year, year.endsAt)).toBe(0n)
    expect(remainingSeconds(year, at('2030-01-01T00:00:00Z'))).toBe(0n)
  })

  it('counts months from the 31st: in the middle of February half of that month remains, plus the ten after it', () => {
    // 31 January to 28 February, 28 days; fourteen of them later.
    expect(remainingSeconds(year, at('2026-02-14T09:00:00Z'))).toBe(1_296_000n + 11n * 2_592_000n)
  })

  it('pays back the discount received, and no more than the remaining price', () => {
    const facts = { ...year, committedMicroCentsPerHour: 1_000_000n }
    expect(commitmentExit({ ...facts, enjoyedCents: 500n }, at('2026-03-31T08:00:00Z')).cents).toBe(500n)
    const late = commitmentExit({ ...facts, enjoyedCents: 500_000n }, at('2026-12-31T09:00:00Z'))
    expect(late).toEqual({ enjoyedCents: 500_000n, remainingCents: 720n, cents: 720n })
  })

  it('agrees with an account kept by month, for any price, rate and day', () => {
    let seed = 7
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return seed % below
    }
    for (let n = 0; n < 250; n += 1) {
      const hourly = BigInt(random(90_000_000))
      const committed = committedMicroCents(hourly, random(9_000))
      const months = random(2) === 0 ? 12 : 36
      const left = random(months + 1)
      expect(exitsByMonth(hourly, committed, months)[left]).toBe(byAccount(hourly, committed, months, left))
      const start = new Date(Date.UTC(2026, random(12), 1 + random(28), 9))
      const end = new Date(
        Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months, start.getUTCDate(), 9),
      )
      const whole = { startedAt: start, termMonths: months, endsAt: end }
      const day = new Date(start.getTime() + random(months * 28) * 86_400_000)
      const exact = remainingByDays(start, end, months, day)
      const found = Number(remainingSeconds(whole, day))
      // Whole days against seconds, plus an hour for a change of clocks.
      expect(Math.abs(found - exact)).toBeLessThan(2 * 3_600)
    }
  })
})

/** An independent account: the savings of each month against the payments that remain. */
function byAccount(hourly: bigint, committed: bigint, months: number, left: number): bigint {
  const cents = (micro: bigint) => {
    const exact = micro * 720n
    const whole = exact / 1_000_000n
    return exact % 1_000_000n >= 500_000n ? whole + 1n : whole
  }
  let owed = 0n
  let toPay = 0n
  for (let month = 0; month < months; month += 1) {
    if (month < left) owed += cents(hourly) - cents(committed)
    else toPay += cents(committed)
  }
  return owed > toPay ? toPay : owed
}

/** Each month has thirty shares of 720 hours, counted on a calendar without hours. */
function remainingByDays(start: Date, end: Date, months: number, at: Date): number {
  let seconds = 0
  for (let month = 0; month < months; month += 1) {
    const from = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + month, start.getUTCDate(), 9)
    const to = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + month + 1, start.getUTCDate(), 9)
    const share = Math.min(1, Math.max(0, (Math.min(to, end.getTime()) - at.getTime()) / (to - from)))
    seconds += share * 2_592_000
  }
  return seconds
}
