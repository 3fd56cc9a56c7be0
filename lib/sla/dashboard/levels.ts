import type { Availability } from '../availability/compute-availability'
import { sharePpm } from '../availability/compute-availability'
import { type ErrorBudget, errorBudget } from '../availability/error-budget'

/**
 * Whether the objective holds. `breached`: it is missed, and while the month goes on, it cannot be kept any more.
 * `at_risk`: three quarters of what may be lost are gone. `unknown`: nothing was seen. `none`: nothing is promised.
 */
export type LevelState = 'breached' | 'at_risk' | 'kept' | 'unknown' | 'none'

type Seen = Pick<Availability, 'upMs' | 'downMs' | 'availabilityPpm'>

const riskShare = 0.75

/**
 * What the whole month may lose under an objective: what was seen, and `aheadMs`, which is still to come and counts
 * as if it went well. Milliseconds. Pure.
 */
export function monthBudget(
  seen: Pick<Seen, 'upMs' | 'downMs'>,
  aheadMs: number,
  objectivePpm: number,
): ErrorBudget {
  return errorBudget({ upMs: seen.upMs + aheadMs, downMs: seen.downMs }, objectivePpm)
}

/** How it stands against the objective. Pure. */
export function levelOf(seen: Seen, aheadMs: number, objectivePpm: number | null): LevelState {
  if (seen.availabilityPpm === null) return 'unknown'
  if (objectivePpm === null) return 'none'
  const budget = monthBudget(seen, aheadMs, objectivePpm)
  if (budget.leftMs < 0) return 'breached'
  return seen.downMs > 0 && budget.spentMs >= budget.allowedMs * riskShare ? 'at_risk' : 'kept'
}

/** Parts of several resources as those of one: each counts for as long as it was seen. Pure. */
export function sumOf(all: readonly Availability[]): Availability {
  const sum = { windowMs: 0, excludedMs: 0, unknownMs: 0, downMs: 0, upMs: 0 }
  for (const each of all) for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += each[key]
  return { ...sum, availabilityPpm: sharePpm(sum.upMs, sum.upMs + sum.downMs) }
}
