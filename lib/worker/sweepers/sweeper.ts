import { sharingTransactions } from '~/db/client'
import { isDatabaseLost } from '~/db/connections/lost-database'
import type { SweeperRecord } from '~/db/schema/platform'
import { log } from '~/lib/kernel/log'
import { count, secondsSince } from '~/lib/kernel/metrics/recorder'
import type { OpContext } from '~/lib/kernel/op-context'
import { inScope } from '~/lib/kernel/request-scope'
import type { ServesZone } from '~/lib/kernel/serves-zone'
import { systemContext } from '~/lib/kernel/system-context'
import { systemNow } from '~/lib/kernel/time/clock'
import type { Share } from '../fleet/share'
import { openRunHealth, type RunHealth, type RunOutcome } from './run-health'

/** Periodic work from the rows alone; a missed run does no harm, nor do two at the same time. */
export type Sweeper = {
  name: string
  everyMs: number
  /** Every worker runs it: it is about the process itself. */
  everywhere?: true
  /** Each worker runs it for the zones that it serves; otherwise one worker runs it. */
  byZone?: true
  /** Sweepers of a group run in one worker; by default the frequent ones are a group, and each rare one is its own. */
  group?: string
  /** It works at the hypervisors of all zones: a worker that reaches most of them runs it. */
  everyZone?: true
  /** A run may start while earlier ones are in progress: for work that waits on others and limits itself. */
  overlaps?: true
  /** Its transactions are not shared with those of other sweepers: it waits for none of them. */
  alone?: true
  /** What this process knows shows that there is no work now: the run succeeds without a reading. */
  isIdle?(): boolean
  /** Also runs while nothing may leave the database: it reads and writes only our own rows. */
  whileHeld?: true
  /** `stop` is aborted when the worker leaves: a long pass then ends after its current transaction. */
  run(ctx: OpContext, stop: AbortSignal, serves: ServesZone): Promise<unknown>
}

export type Sweeping = {
  /** When each sweeper last succeeded in this process. */
  record(): SweeperRecord
  /** Sweepers that another worker should rather run. */
  failing(): string[]
  stop(): Promise<void>
}

/** Sweepers with at least this interval read a lot. */
const rareMs = 10_000
/**
 * Starts are staggered by this much: started together they delayed each other, and the first orders, by half a second.
 */
const tickMs = 250
/** From then on all runs begin on a whole second of this process, so that they share transactions. */
const alignedMs = 1_000
/** Longer work would keep others from theirs. */
const sharedMs = 10_000
const frequentMs = 60_000

/** Whether this worker runs the sweeper now. */
export function isAssigned(sweeper: Sweeper, share: Share): boolean {
  const { name, everyMs, everyZone } = sweeper
  if (sweeper.everywhere) return true
  if (sweeper.byZone) return share.servesAny(name)
  const key = sweeper.group ?? (everyMs < frequentMs ? 'frequent' : name)
  return share.owns({ key, sweeper: name, ...(everyZone && { everyZone }) })
}

/**
 * Runs each sweeper that is assigned to this worker at its interval, never twice at once unless its runs may overlap. The
 * first run is immediate; rare sweepers are staggered over the next few seconds. One that was assigned later runs at once,
 * unless it ran here within its interval. A failure is logged once, until the next success. While nothing may leave the
 * database only permitted sweepers run.
 */
export function startSweepers(
  sweepers: readonly Sweeper[],
  { mayLeave, share }: { mayLeave: (ctx: OpContext) => Promise<boolean>; share: Share },
): Sweeping {
  const stopping = new AbortController()
  const running = new Set<Promise<void>>()
  const record: SweeperRecord = {}
  const health = new Map<string, RunHealth>()
  const begunAt = performance.now()
  let rare = 0

  const starts = sweepers.map((sweeper) => {
    const { name, everyMs } = sweeper
    record[name] = { everyMs, succeededAt: null }
    const runs = openRunHealth(everyMs)
    health.set(name, runs)
    if (everyMs >= rareMs) rare += 1
    let dueMs = everyMs < rareMs ? 0 : rare * tickMs
    let isBusy = false
    let isFailing = false
    const turn = async () => {
      const startedAt = performance.now()
      const end = runs.begin()
      let outcome: RunOutcome = 'failed'
      let isLost = false
      try {
        const ctx = systemContext(sweeper.name, systemNow())
        const isIdle = sweeper.isIdle?.() ?? false
        if (!isIdle && !sweeper.whileHeld && !(await mayLeave(ctx))) {
          // No success: a database that waits for an operator shows in the figures.
          outcome = 'refused'
          return
        }
        if (!isIdle) await sweeper.run(ctx, stopping.signal, (zoneId) => share.serves(name, zoneId))
        outcome = 'ok'
        record[name] = { everyMs, succeededAt: systemNow().toISOString() }
        if (isFailing) log.info({ sweeper: sweeper.name }, 'sweeper works again')
        isFailing = false
      } catch (error) {
        isLost = isDatabaseLost(error)
        if (!isFailing) log.warn({ sweeper: sweeper.name, err: error }, 'sweeper failed')
        isFailing = true
      } finally {
        isBusy = false
        // Without the database no worker can do its work: that is no failure of this one.
        end(isLost ? 'refused' : outcome)
        if (outcome !== 'refused') {
          count('sweeperRuns', { sweeper: sweeper.name, outcome })
          count('sweeperSeconds', { sweeper: sweeper.name }, secondsSince(startedAt))
        }
      }
    }
    const beat = () => {
      if (isBusy && !sweeper.overlaps) return
      isBusy = true
      const run = () => (everyMs <= sharedMs && !sweeper.alone ? sharingTransactions(turn) : turn())
      const done = inScope({ sweeper: name }, run).finally(() => running.delete(done))
      running.add(done)
    }
    return (elapsedMs: number) => {
      if (elapsedMs < dueMs || !isAssigned(sweeper, share)) return
      dueMs = nextRun(elapsedMs, everyMs)
      beat()
    }
  })

  const onTick = () => {
    const elapsedMs = Math.round((performance.now() - begunAt) / tickMs) * tickMs
    for (const start of starts) start(elapsedMs)
  }
  onTick()
  const ticking = setInterval(onTick, tickMs)
  return {
    record: () => record,
    failing: () => [...health].flatMap(([name, runs]) => (runs.isFailing() ? [name] : [])),
    async stop() {
      stopping.abort()
      clearInterval(ticking)
      await Promise.all(running)
    },
  }
}

function nextRun(elapsedMs: number, everyMs: number): number {
  const next = elapsedMs + everyMs
  return everyMs < alignedMs ? next : Math.ceil(next / alignedMs) * alignedMs
}
