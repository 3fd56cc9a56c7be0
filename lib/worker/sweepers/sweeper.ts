import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { systemContext } from '~/lib/kernel/system-context'
import { systemNow } from '~/lib/kernel/time/clock'

/** Something that is looked after at intervals, from the rows alone; missing a turn does no harm. */
export type Sweeper = {
  name: string
  everyMs: number
  /** A turn begins although earlier ones are still at work: for what waits on others, and bounds itself. */
  overlaps?: true
  /** Runs also while nothing may leave the database: it reads and writes our own rows alone. */
  whileHeld?: true
  run(ctx: OpContext): Promise<unknown>
}

export type Sweeping = { stop(): Promise<void> }

/** What is looked after this rarely often reads much. */
const rareMs = 10_000
/** So far apart they begin: all at once they kept each other, and the first orders, waiting for half a second. */
const apartMs = 250

/**
 * Run each sweeper at its interval, never twice at once unless its turns may overlap, the first time now or, the rare ones, one after the other in
 * the next few seconds; a failure is told once, until the next success. While nothing may leave the database only those
 * marked for it run.
 */
export function startSweepers(
  sweepers: readonly Sweeper[],
  mayLeave: (ctx: OpContext) => Promise<boolean>,
): Sweeping {
  const running = new Set<Promise<void>>()
  let rare = 0
  const timers = new Set<NodeJS.Timeout>()
  for (const sweeper of sweepers) {
    let isBusy = false
    let isFailing = false
    const turn = async () => {
      try {
        const ctx = systemContext(sweeper.name, systemNow())
        if (sweeper.whileHeld || (await mayLeave(ctx))) await sweeper.run(ctx)
        if (isFailing) log.info({ sweeper: sweeper.name }, 'sweeper works again')
        isFailing = false
      } catch (error) {
        if (!isFailing) log.warn({ sweeper: sweeper.name, err: error }, 'sweeper failed')
        isFailing = true
      } finally {
        isBusy = false
      }
    }
    const beat = () => {
      if (isBusy && !sweeper.overlaps) return
      isBusy = true
      const done = turn().finally(() => running.delete(done))
      running.add(done)
    }
    const begin = () => {
      beat()
      timers.add(setInterval(beat, sweeper.everyMs))
    }
    if (sweeper.everyMs < rareMs) begin()
    else {
      rare += 1
      timers.add(setTimeout(begin, rare * apartMs))
    }
  }
  return {
    async stop() {
      for (const timer of timers) clearTimeout(timer)
      await Promise.all(running)
    },
  }
}
