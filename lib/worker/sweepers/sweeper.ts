import type { SweeperRecord } from '~/db/schema/platform'
import { log } from '~/lib/kernel/log'
import { count, secondsSince } from '~/lib/kernel/metrics/recorder'
import type { OpContext } from '~/lib/kernel/op-context'
import { inScope } from '~/lib/kernel/request-scope'
import { systemContext } from '~/lib/kernel/system-context'
import { systemNow } from '~/lib/kernel/time/clock'

/** Periodic work from the rows alone; a missed run does no harm. */
export type Sweeper = {
  name: string
  everyMs: number
  /** A run may start while earlier ones are in progress: for work that waits on others and limits itself. */
  overlaps?: true
  /** Also runs while nothing may leave the database: it reads and writes only our own rows. */
  whileHeld?: true
  /** `stop` is aborted when the worker leaves: a long pass then ends after its current transaction. */
  run(ctx: OpContext, stop: AbortSignal): Promise<unknown>
}

export type Sweeping = {
  /** When each sweeper last succeeded in this process. */
  record(): SweeperRecord
  stop(): Promise<void>
}

/** Sweepers with at least this interval read a lot. */
const rareMs = 10_000
/**
 * Starts are staggered by this much: started together they delayed each other, and the first orders, by half a second.
 */
const staggerMs = 250

/**
 * Runs each sweeper at its interval, never twice at once unless its runs may overlap. The first run is immediate; rare
 * sweepers are staggered over the next few seconds. A failure is logged once, until the next success. While nothing may
 * leave the database only permitted sweepers run.
 */
export function startSweepers(
  sweepers: readonly Sweeper[],
  mayLeave: (ctx: OpContext) => Promise<boolean>,
): Sweeping {
  const stopping = new AbortController()
  const running = new Set<Promise<void>>()
  const record: SweeperRecord = {}
  let rare = 0
  const timers = new Set<NodeJS.Timeout>()
  for (const sweeper of sweepers) {
    const { name, everyMs } = sweeper
    record[name] = { everyMs, succeededAt: null }
    let isBusy = false
    let isFailing = false
    const turn = async () => {
      const startedAt = performance.now()
      let outcome: 'ok' | 'failed' | 'refused' = 'failed'
      try {
        const ctx = systemContext(sweeper.name, systemNow())
        if (!sweeper.whileHeld && !(await mayLeave(ctx))) {
          // No success: a database that waits for an operator shows in the figures.
          outcome = 'refused'
          return
        }
        await sweeper.run(ctx, stopping.signal)
        outcome = 'ok'
        record[name] = { everyMs, succeededAt: systemNow().toISOString() }
        if (isFailing) log.info({ sweeper: sweeper.name }, 'sweeper works again')
        isFailing = false
      } catch (error) {
        if (!isFailing) log.warn({ sweeper: sweeper.name, err: error }, 'sweeper failed')
        isFailing = true
      } finally {
        isBusy = false
        if (outcome !== 'refused') {
          count('sweeperRuns', { sweeper: sweeper.name, outcome })
          count('sweeperSeconds', { sweeper: sweeper.name }, secondsSince(startedAt))
        }
      }
    }
    const beat = () => {
      if (isBusy && !sweeper.overlaps) return
      isBusy = true
      const done = inScope({ sweeper: name }, turn).finally(() => running.delete(done))
      running.add(done)
    }
    const begin = () => {
      beat()
      timers.add(setInterval(beat, sweeper.everyMs))
    }
    if (sweeper.everyMs < rareMs) begin()
    else {
      rare += 1
      timers.add(setTimeout(begin, rare * staggerMs))
    }
  }
  return {
    record: () => record,
    async stop() {
      stopping.abort()
      for (const timer of timers) clearTimeout(timer)
      await Promise.all(running)
    },
  }
}
