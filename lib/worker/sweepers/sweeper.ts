import { systemNow } from '~/lib/kernel/clock'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { systemContext } from '~/lib/kernel/system-context'

/** Something that is looked after at intervals, from the rows alone; missing a turn does no harm. */
export type Sweeper = { name: string; everyMs: number; run(ctx: OpContext): Promise<unknown> }

export type Sweeping = { stop(): Promise<void> }

/** Run each sweeper now and at its interval, never twice at once; a failure is told once, until the next success. */
export function startSweepers(sweepers: readonly Sweeper[]): Sweeping {
  const running = new Set<Promise<void>>()
  const timers = sweepers.map((sweeper) => {
    let isBusy = false
    let isFailing = false
    const turn = async () => {
      try {
        await sweeper.run(systemContext(sweeper.name, systemNow()))
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
      if (isBusy) return
      isBusy = true
      const done = turn().finally(() => running.delete(done))
      running.add(done)
    }
    beat()
    return setInterval(beat, sweeper.everyMs)
  })
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer)
      await Promise.all(running)
    },
  }
}
