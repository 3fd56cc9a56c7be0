import type { Tx } from '~/db/client'
import { computeAvailability } from '../availability/compute-availability'
import { type BurnAlert, burnPace, burnRateThousandths } from '../availability/error-budget'
import type { Subject } from '../measuring/list-subjects'
import { readAvailability } from '../measuring/read-availability'

const minute = 60_000
/** The windows for which a burn rate is shown: those of the alerts. */
export const burnWindowsMs = [5 * minute, 30 * minute, 60 * minute, 360 * minute] as const
export const longestBurnMs = 360 * minute

/** The burn of a subject's error budget. */
export type Burn = {
  subject: Subject
  objectivePpm: number
  /** Burn rate in thousandths over each window; null without observations. */
  rates: { windowMs: number; thousandths: number | null }[]
  pace: BurnAlert['pace'] | null
}

/** The burn of each subject with an objective, as known at `now`; excluded time spends nothing. */
export async function readBurn(tx: Tx, subjects: readonly Subject[], now: Date): Promise<Burn[]> {
  const window = { from: now.getTime() - longestBurnMs, to: now.getTime() }
  const measured = await readAvailability(tx, { subjects, window, now })
  return measured.flatMap(({ subject, window: known, exclusions, sight, objectivePpm }) => {
    if (objectivePpm === null) return []
    const seenOver = (lastMs: number) =>
      computeAvailability(
        sight.transitions,
        { from: Math.max(known.from, known.to - lastMs), to: known.to },
        exclusions,
      )
    return [
      {
        subject,
        objectivePpm,
        rates: burnWindowsMs.map((windowMs) => ({
          windowMs,
          thousandths: burnRateThousandths(seenOver(windowMs), objectivePpm),
        })),
        pace: burnPace(seenOver, objectivePpm),
      },
    ]
  })
}
