import { periodAfter, periodOf } from '~/lib/kernel/time/paris-month'

/** The Paris days of a month or a year, `[from, before)`; a month without a year is the latest that has begun. Pure. */
export function spanOf(
  month: number | null,
  year: number | null,
  now: Date,
): { from: string; before: string } | null {
  if (month === null && year === null) return null
  const current = periodOf(now)
  const thisYear = Number(current.slice(0, 4))
  if (month === null) return { from: `${year}-01-01`, before: `${Number(year) + 1}-01-01` }
  const inYear = (of: number) => `${of}-${String(month).padStart(2, '0')}`
  const latest = inYear(thisYear) > current ? inYear(thisYear - 1) : inYear(thisYear)
  const period = year === null ? latest : inYear(year)
  return { from: `${period}-01`, before: `${periodAfter(period, 1)}-01` }
}
