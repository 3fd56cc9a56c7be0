import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { visibleProjects } from '~/lib/kernel/project-scope'
import { parisDay, startOfParisDay } from '~/lib/kernel/time/paris-day'
import { monthOf, parisMonth, periodAfter, periodOf } from '~/lib/kernel/time/paris-month'
import type { CostBy } from '../invoices/views'
import type { Trial } from './forecast-month'
import { listForecastTrials, type TrialMonth } from './queries/forecast-trials'

/** What is older says little of how people order now. */
const monthsTried = 6
/** Past it what was looked up longest ago is forgotten: it is only read once more. */
const knownMax = 100

/** One part of one month, `month` counted from nought. */
export type PartTrial = Trial & {
  month: number
  projectId: Id<'project'> | null
  resourceId: string | null
  meter: string | null
}

const known = new Map<string, { day: string; trials: PartTrial[] }>()

/**
 * What the forecast of each of the last six months, made at the beginning of the day that is today in this one, would
 * have been beside what that month came to. Months that are over hardly change, so a process reads them once a day.
 */
export async function readForecastTrials(
  tx: Tx,
  { membership, now }: Pick<OpContext, 'membership' | 'now'>,
  organisationId: Id<'organisation'>,
  by: CostBy,
): Promise<PartTrial[]> {
  const day = parisDay(now)
  // Who sees some projects alone has the forecasts of those.
  const projects = membership ? visibleProjects(membership) : null
  const key = [organisationId, by, ...(projects ? ['of', ...projects] : [])].join(' ')
  const last = known.get(key)
  if (last?.day === day) return last.trials
  const rows = await listForecastTrials(tx, organisationId, trialMonths(now), by)
  const trials = rows.map((row) => ({ ...row, foreseen: BigInt(row.foreseen), came: BigInt(row.came) }))
  known.delete(key)
  known.set(key, { day, trials })
  for (const oldest of known.keys()) {
    if (known.size <= knownMax) break
    known.delete(oldest)
  }
  return trials
}

/** The months before this one, and the moment of each at which as much of it had passed as of this one this morning. */
function trialMonths(now: Date): TrialMonth[] {
  const month = parisMonth(now)
  const passedMs = startOfParisDay(parisDay(now)).getTime() - month.from.getTime()
  const share = passedMs / (month.to.getTime() - month.from.getTime())
  const months: TrialMonth[] = []
  for (
    let period = periodAfter(periodOf(now), -1);
    months.length < monthsTried;
    period = periodAfter(period, -1)
  ) {
    const { from, to } = monthOf(period)
    months.push({ from, to, at: new Date(from.getTime() + share * (to.getTime() - from.getTime())) })
  }
  return months
}

/**
 * The trials of each part and, under `whole`, of everything. A month in which nothing would have been foreseen of a part
 * tells nothing of it and is left out. Pure.
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
