import type { DayState } from '~/lib/incidents/client'

/** Days that follow each other and were alike: a page of ninety that says each alone is heavy, and nobody reads it. */
export type DayRun = DayState & { lastDay: string; count: number }

/** The days as runs of equal figures, in their order. Pure. */
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
