import type { Span } from '../availability/compute-availability'
import type { ResourceMonth } from '../evidence/resource-month'
import { daysOf } from './days'
import { levelOf, monthBudget } from './levels'
import type { LevelView, LevelWithDays, MonthCreditView, ResourceKind } from './views'

/** The remaining time of the month for this resource. Milliseconds. Pure. */
export function aheadOf(
  { subject, window, isComplete }: Pick<ResourceMonth, 'subject' | 'window' | 'isComplete'>,
  month: Span,
): number {
  if (isComplete) return 0
  return Math.max(0, Math.min(month.to, subject.life.endedAt ?? month.to) - window.to)
}

/** A resource's month as a view. Pure. */
export function toLevel(measured: ResourceMonth, month: Span): LevelView {
  const { subject, project, zone, bundle, availability, objectivePpm } = measured
  const aheadMs = aheadOf(measured, month)
  const budget = objectivePpm === null ? null : monthBudget(availability, aheadMs, objectivePpm)
  const { availabilityPpm, downMs, unknownMs, excludedMs } = availability
  return {
    id: subject.id,
    kind: subject.kind as ResourceKind,
    name: subject.name,
    project,
    zone,
    bundle,
    state: levelOf(availability, aheadMs, objectivePpm),
    availabilityPpm,
    objectivePpm,
    budget: budget && { allowedMs: budget.allowedMs, leftMs: budget.leftMs },
    downMs,
    unknownMs,
    excludedMs,
  }
}

/** Adds each day of the month and its credit. Pure. */
export function withDays(
  measured: ResourceMonth,
  month: Span,
  credit: MonthCreditView | undefined,
): LevelWithDays {
  const level = toLevel(measured, month)
  const { sight, window, exclusions } = measured
  const seen = { transitions: sight.transitions, window, exclusions }
  const days = daysOf(seen, month, level.budget?.allowedMs ?? 0)
  return { ...level, days, credit: credit ?? null }
}
