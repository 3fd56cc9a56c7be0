import type { ProbeAnswer } from '~/lib/hypervisors'

/** Where a probe stands between two looks. */
export type Standing = {
  reading: ProbeAnswer['state'] | null
  /** Failing looks one after the other until now. */
  failures: number
  alertedAt: Date | null
}

/**
 * Where a probe stands after a look at `at`, and what is to be told of it. So many failing looks one after the other are
 * told once; the first good one after that is told as its recovery. A look that nobody could take changes neither. Pure.
 */
export function nextStanding(
  before: Standing,
  seen: ProbeAnswer['state'],
  { alertAfter, at }: { alertAfter: number; at: Date },
): Standing & { tell: 'failing' | 'recovered' | null } {
  const { alertedAt } = before
  if (seen === 'unknown') return { reading: seen, failures: before.failures, alertedAt, tell: null }
  if (seen === 'up')
    return { reading: seen, failures: 0, alertedAt: null, tell: alertedAt ? 'recovered' : null }
  const failures = before.failures + 1
  const isNews = alertedAt === null && failures >= alertAfter
  return { reading: seen, failures, alertedAt: isNews ? at : alertedAt, tell: isNews ? 'failing' : null }
}
