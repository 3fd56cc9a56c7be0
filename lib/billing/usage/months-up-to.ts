import { periodAfter } from '~/lib/kernel/time/paris-month'

const monthsShown = 12

/** The twelve months up to and including `period`, the first first. */
export function monthsUpTo(period: string): string[] {
  return Array.from({ length: monthsShown }, (_, at) => periodAfter(period, at + 1 - monthsShown))
}
