import { addSeconds } from '~/lib/kernel/time/clock'
import { pruneMetrics, recordSamples, rollUpMetrics } from '~/lib/resources'
import { seedSystem } from '../contexts'
import type { SagaPlayer } from '../saga-player'

const hour = 3_600
const day = 24 * hour

/**
 * Yields the moments at which the past is measured, in seconds before today, oldest first: a week at every other hour,
 * its last day every ten minutes, its last twenty minutes every twenty seconds. Pure.
 */
function* moments(): Generator<number> {
  // A mean needs two samples.
  for (let ago = 7 * day; ago > day; ago -= 2 * hour) yield* [ago, ago - 50]
  for (let ago = day; ago > 1_200; ago -= 600) yield* [ago, ago - 50]
  for (let ago = 1_200; ago > 0; ago -= 20) yield ago
}

/** Measures the use of today's servers over the last week, as workers would have. */
export async function measurePast(today: Date, player: SagaPlayer): Promise<void> {
  let rolledUp = Number.POSITIVE_INFINITY
  for (const ago of moments()) {
    const at = addSeconds(today, -ago)
    await recordSamples(seedSystem(at), await player.measure(at))
    // Before raw samples are too old to be kept.
    if (rolledUp - ago >= 1.5 * hour) {
      await rollUpMetrics(seedSystem(at))
      await pruneMetrics(seedSystem(at))
      rolledUp = ago
    }
    if (rolledUp === Number.POSITIVE_INFINITY) rolledUp = ago
  }
  await rollUpMetrics(seedSystem(today))
  await pruneMetrics(seedSystem(today))
}
