import type { ProbeAnswer } from '~/lib/hypervisors'

/** The state of a probe between two results. */
export type ProbeStatus = {
  reading: ProbeAnswer['state'] | null
  /** Consecutive failures so far. */
  failures: number
  alertedAt: Date | null
}

/**
 * The state of a probe after a result at `at`, and the notification to send. Reaching `alertAfter` consecutive
 * failures notifies once; the first success after that notifies the recovery. An unknown result changes
 * neither. Pure.
 */
export function nextProbeStatus(
  before: ProbeStatus,
  seen: ProbeAnswer['state'],
  { alertAfter, at }: { alertAfter: number; at: Date },
): ProbeStatus & { tell: 'failing' | 'recovered' | null } {
  const { alertedAt } = before
  if (seen === 'unknown') return { reading: seen, failures: before.failures, alertedAt, tell: null }
  if (seen === 'up')
    return { reading: seen, failures: 0, alertedAt: null, tell: alertedAt ? 'recovered' : null }
  const failures = before.failures + 1
  const isNews = alertedAt === null && failures >= alertAfter
  return { reading: seen, failures, alertedAt: isNews ? at : alertedAt, tell: isNews ? 'failing' : null }
}
