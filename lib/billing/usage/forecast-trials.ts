import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { visibleProjects } from '~/lib/kernel/project-scope'
import { parisDay, startOfParisDay } from '~/lib/kernel/time/paris-day'
import { monthOf, parisMonth, periodAfter, periodOf } from '~/lib/kernel/time/paris-month'
import type { CostBy } from '../invoices/views'
import type { Trial } from './forecast-month'
import { listForecastTrials, type TrialMonth } from './queries/forecast-trials'

/** Older months say little about current ordering. */
const trialMonthsMax = 6
/** Beyond it the least recently used entry is evicted; it is only read again. */
const cachedMax = 100

/** One part of one month, `month` counted from zero. */
export type PartTrial = Trial & {
  month: number
  projectId: Id<'project'> | null
  resourceId: string | null
  meter: string | null
}

const known = new Map<string, { day: string; trials: PartTrial[] }>()

/**
 * The forecasts of each of the last six months, made at the same moment of the month as the start of today, with the
 * actual totals. Finished months hardly change, so a process reads them once a day.
 */
export async function readForecastTrials(
  tx: Tx,
  { membership, now }: Pick<OpContext, 'membership' | 'now'>,
  organisationId: Id<'organisation'>,
  by: CostBy,
): Promise<PartTrial[]> {
  const day = parisDay(now)
  // A member with access to some projects gets the forecasts of those.
  const projects = membership ? visibleProjects(membership) : null
  const key = [organisationId, by, ...(projects ? ['of', ...projects] : [])].join(' ')
  const last = known.get(key)
  if (last?.day === day) return last.trials
  const rows = await listForecastTrials(tx, organisationId, trialMonths(now), by)
  const trials = rows.map((row) => ({ ...row, foreseen: BigInt(row.foreseen), came: BigInt(row.came) }))
  known.delete(key)
  known.set(key, { day, trials })
  for (const oldest of known.keys()) {
    if (known.size <= cachedMax) break
    known.delete(oldest)
  }
  return trials
}

/** The previous months, each with the instant at which the same share had elapsed as of this month this morning. */
function trialMonths(now: Date): TrialMonth[] {
  const month = parisMonth(now)
  const passedMs = startOfParisDay(parisDay(now)).getTime() - month.from.getTime()
  const share = passedMs / (month.to.getTime() - month.from.getTime())
  const months: TrialMonth[] = []
  for (
    let period = periodAfter(periodOf(now), -1);
    months.length < trialMonthsMax;
    period = periodAfter(period, -1)
  ) {
    const { from, to } = monthOf(period)
    months.push({ from, to, at: new Date(from.getTime() + share * (to.getTime() - from.getTime())) })
  }
  return months
}

/**
 * The trials of each part and, under `whole`, of everything. A month with a zero forecast of a part is left out,
 * because it gives no ratio. Pure.
 */
export function trialsByPart(
  trials: readonly PartTrial[],
  whole: string,
  keyOf: (trial: PartTrial) => string,
): Map<string, Trial[]> {
  const parts = new Map<string, Map<number, Trial>>()
  for (const trial of trials)
    for (const key of [whole, keyOf(trial)]) {
      const months = parts.get(key) ?? new Map<number, Trial>()
      const sum = months.get(trial.month) ?? { foreseen: 0n, came: 0n }
      sum.foreseen += trial.foreseen
      sum.came += trial.came
      months.set(trial.month, sum)
      parts.set(key, months)
    }
  return new Map(
    [...parts].map(([key, months]) => [key, [...months.values()].filter(({ foreseen }) => foreseen > 0n)]),
  )
}
