import type { DayState } from '~/lib/incidents/client'

/** Equal consecutive days: ninety separate entries would be a heavy page that no one reads. */
export type DayRun = DayState & { lastDay: string; count: number }

/** Groups consecutive days with equal figures, in order. Pure. */
export function runsOfDays(days: readonly DayState[]): DayRun[] {
  const runs: DayRun[] = []
  for (const day of days) {
    const run = runs.at(-1)
    const isAlike =
      run?.availabilityPpm === day.availabilityPpm &&
      run.downMs === day.downMs &&
      run.unknownMs === day.unknownMs &&
      `${run.incidents}` === `${day.incidents}`
    if (run && isAlike) {
      run.lastDay = day.day
      run.count += 1
    } else runs.push({ ...day, lastDay: day.day, count: 1 })
  }
  return runs
}
