import type { Tx } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { countedTrafficUntil } from '~/lib/usage'
import { findMinutesToStore } from './queries/roll-up'
import { keptSeconds } from './ranges'
import { completeUntil } from './roll-up-metrics'

/** The average of a minute begins with the sample before it. */
const leadSeconds = 60

/** Metrics from before these instants may go. */
export type Cutoffs = { samples: Date; minutes: Date; hours: Date }

/**
 * Samples are kept until averages are stored and traffic is counted, within bounds: the table stays finite even if
 * either never works again.
 */
export async function findCutoffs(tx: Tx, { now }: OpContext): Promise<Cutoffs> {
  const before = (seconds: number) => addSeconds(now, -seconds)
  const unstored = await findMinutesToStore(tx, completeUntil(now), null)
  const needed = [
    before(keptSeconds.samples),
    ...(unstored ? [addSeconds(unstored.from, -leadSeconds)] : []),
    (await countedTrafficUntil(tx)) ?? before(keptSeconds.samples),
  ]
  const samples = Math.max(
    before(keptSeconds.unprocessedSamples).getTime(),
    Math.min(...needed.map((each) => each.getTime())),
  )
  return {
    samples: new Date(samples),
    minutes: before(keptSeconds.minutes),
    hours: before(keptSeconds.hours),
  }
}
