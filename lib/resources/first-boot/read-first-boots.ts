/**
 * Sweeper: reads what cloud-init reports inside servers that were just created, until it has ended. No saga waits for
 * it. The worker that postpones a reading does it; one that dies in between loses one reading.
 */
import { withSystem } from '~/db/client'
import { DriverError } from '~/lib/hypervisors'
import type { Drivers } from '~/lib/hypervisors/runtime'
import { authorizeSystem } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { nextReadOf } from './next-read'
import * as queries from './queries/first-boots'

/** Concurrent readings per pass. */
const atOnce = 20
const patienceMs = 8_000
const postponedSeconds = 60
const errorMax = 300

export async function readFirstBoots(ctx: OpContext, drivers: Pick<Drivers, 'driverFor'>): Promise<void> {
  authorizeSystem(ctx)
  const postponed = addSeconds(ctx.now, postponedSeconds)
  const due = await withSystem(ctx, (tx) => queries.claimDueFirstBoots(tx, ctx.now, postponed, atOnce))
  await Promise.all(
    due.map(async (boot) => {
      const answer = await readOne(ctx, boot, drivers)
      const reads = boot.reads + 1
      const nextReadAt = nextReadOf(answer.state, { reads, since: boot.since, now: ctx.now })
      const ended = answer.state !== 'running' && answer.state !== 'unknown'
      // It counts as running until a reading reports its end: the server may be off, or its host silent, for a while.
      const state = ended ? answer.state : nextReadAt === null ? ('unknown' as const) : ('running' as const)
      await withSystem(ctx, (tx) =>
        queries.updateFirstBoot(tx, boot, {
          state,
          reads,
          nextReadAt,
          milliseconds: 'milliseconds' in answer ? answer.milliseconds : null,
          ...(answer.state === 'failed' ? { module: answer.module, error: printable(answer.error) } : {}),
        }),
      )
    }),
  )
}

async function readOne(ctx: OpContext, boot: queries.FirstBootRow, drivers: Pick<Drivers, 'driverFor'>) {
  try {
    const driver = await withSystem(ctx, (tx) => drivers.driverFor(tx, boot.instanceId))
    return await driver.readFirstBoot(boot.instanceId, { signal: AbortSignal.timeout(patienceMs) })
  } catch (error) {
    // A failure on our side, or a server that is being moved or deleted.
    if (error instanceof DriverError) return { state: 'unknown' as const }
    throw error
  }
}

/** The printable part of a text from inside a server. */
function printable(text: string): string {
  const shown = text.replace(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, ' ').trim()
  return [...shown].slice(0, errorMax).join('') || '?'
}
