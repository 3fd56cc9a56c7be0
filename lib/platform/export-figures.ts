import { withSystem } from '~/db/client'
import { addSource, type GaugeSample } from '~/lib/kernel/metrics/recorder'
import { systemContext } from '~/lib/kernel/system-context'
import { figureSamples } from './figure-samples'
import { isFirstWorker, readFigures } from './figures'

/** Scrapes within this time share one reading. */
const keptMs = 15_000

/**
 * Exports the figures of the installation from this worker, while it is the first of those that live. They are read when
 * a scrape asks, at most every fifteen seconds.
 */
export function exportFigures(workerId: string, now: () => Date): () => void {
  let readAt = Number.NEGATIVE_INFINITY
  let samples: Promise<GaugeSample[]> = Promise.resolve([])
  return addSource(() => {
    if (performance.now() - readAt < keptMs) return samples
    readAt = performance.now()
    samples = readSamples(workerId, now())
    // The next scrape repeats a failed reading.
    samples.catch(() => {
      readAt = Number.NEGATIVE_INFINITY
    })
    return samples
  })
}

async function readSamples(workerId: string, now: Date): Promise<GaugeSample[]> {
  const figures = await withSystem(systemContext('metrics', now), (tx) => readFigures(tx, now))
  return isFirstWorker(figures, workerId) ? figureSamples(figures) : []
}
