import { daysBetween } from '~/lib/kernel/time/calendar-day'

/** How long an amount has been due, in days. */
export const ageBuckets = ['current', 'to30', 'to60', 'to90', 'over90'] as const
export type AgeBucket = (typeof ageBuckets)[number]

/** Days past due from which an amount falls into a bucket. */
const bucketFrom: Record<AgeBucket, number> = {
  current: Number.NEGATIVE_INFINITY,
  to30: 1,
  to60: 31,
  to90: 61,
  over90: 91,
}

/** The bucket of an amount due on `dueOn`, as of `today`. Pure. */
export function bucketOfAge(dueOn: string, today: string): AgeBucket {
  const days = daysBetween(dueOn, today)
  return ageBuckets.filter((bucket) => days >= bucketFrom[bucket]).at(-1) ?? 'current'
}
