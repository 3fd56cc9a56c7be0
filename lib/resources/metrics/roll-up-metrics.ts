import { type Tx, withSystem } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { findHoursToStore, findMinutesToStore, type Slice, storeHours, storeMinutes } from './queries/roll-up'

/** A hypervisor answers within eight seconds: after this, no older sample arrives. */
const completeAfterSeconds = 15

/** Samples since then may still arrive. */
export const completeUntil = (now: Date): Date => addSeconds(now, -completeAfterSeconds)

/**
 * Stores the averages of every finished minute and hour. Derived from rows only, so any worker at any time
 * gets the same result. Each slice has its own transaction: progress after a long pause is kept, and no
 * statement grows with the pause until it times out. `stop` ends a long pass after the current slice.
 */
export async function rollUpMetrics(ctx: OpContext, stop?: AbortSignal): Promise<void> {
  const complete = completeUntil(ctx.now)
  await keepSlices(ctx, stop, (tx, after) => findMinutesToStore(tx, complete, after), storeMinutes)
  // An hour waits for its minutes.
  await keepSlices(
    ctx,
    stop,
    (tx, after) => findHoursToStore(tx, addSeconds(complete, -60), after),
    storeHours,
  )
}

async function keepSlices(
  ctx: OpContext,
  stop: AbortSignal | undefined,
  find: (tx: Tx, after: Date | null) => Promise<Slice | null>,
  keep: (tx: Tx, slice: Slice) => Promise<void>,
): Promise<void> {
  let after: Date | null = null
  while (!stop?.aborted) {
    const from: Date | null = after
    const slice: Slice | null = await withSystem(ctx, async (tx) => {
      const found = await find(tx, from)
      if (found) await keep(tx, found)
      return found
    })
    if (!slice) return
    after = slice.to
  }
}
