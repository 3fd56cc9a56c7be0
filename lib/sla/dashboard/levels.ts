import type { Availability } from '../availability/compute-availability'
import { sharePpm } from '../availability/compute-availability'
import { type ErrorBudget, errorBudget } from '../availability/error-budget'

/**
 * The state against the objective. `breached`: missed, or no longer achievable in the current month. `at_risk`: three
 * quarters of the allowed downtime are spent. `unknown`: no observations. `none`: no objective.
 */
export type LevelState = 'breached' | 'at_risk' | 'kept' | 'unknown' | 'none'

type Seen = Pick<Availability, 'upMs' | 'downMs' | 'availabilityPpm'>

const riskShare = 0.75

/**
 * The downtime that an objective allows in the whole month: observed time plus `aheadMs`, the remaining time, which
 * counts as up. Milliseconds. Pure.
 */
export function monthBudget(
  seen: Pick<Seen, 'upMs' | 'downMs'>,
  aheadMs: number,
  objectivePpm: number,
): ErrorBudget {
  return errorBudget({ upMs: seen.upMs + aheadMs, downMs: seen.downMs }, objectivePpm)
}

/** The state against the objective. Pure. */
export function levelOf(seen: Seen, aheadMs: number, objectivePpm: number | null): LevelState {
  if (seen.availabilityPpm === null) return 'unknown'
  if (objectivePpm === null) return 'none'
  const budget = monthBudget(seen, aheadMs, objectivePpm)
  if (budget.leftMs < 0) return 'breached'
  return seen.downMs > 0 && budget.spentMs >= budget.allowedMs * riskShare ? 'at_risk' : 'kept'
}

/** The sum over several resources: each weighs as its observed time. Pure. */
export function sumOf(all: readonly Availability[]): Availability {
  const sum = { windowMs: 0, excludedMs: 0, unknownMs: 0, downMs: 0, upMs: 0 }
  for (const each of all) for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += each[key]
  return { ...sum, availabilityPpm: sharePpm(sum.upMs, sum.upMs + sum.downMs) }
}
