import type { Drivers } from '~/lib/hypervisors/runtime'
import { isMeasured, recordSamples } from '~/lib/resources'
import type { Sweeper } from './sweeper'

const patienceMs = 8_000

/** Measures the use of running servers every ten seconds, on one worker. */
export function metricsSweeper(drivers: Pick<Drivers, 'measureServers'>): Sweeper {
  return {
    name: 'metrics',
    everyMs: 10_000,
    group: 'metrics',
    everyZone: true,
    async run(ctx) {
      if (await isMeasured(ctx)) return
      const { measured, failures } = await drivers.measureServers(AbortSignal.timeout(patienceMs))
      await recordSamples(ctx, measured)
      if (failures.length > 0) throw failures[0]
    },
  }
}
