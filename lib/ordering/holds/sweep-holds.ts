import { type Tx, withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import { retryConflicts } from '~/lib/kernel/concurrency/retry-conflicts'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { expireOrder } from './end-hold'
import { findHeldForUpdate } from './lock-held'
import { notifyApprovers } from './notify'
import * as queries from './queries/holds'
import { holdHours } from './signature'

const ordersPerPage = 50

/** Expires undecided orders that are due; before that, reminds approvers once and notifies owners once. */
export async function sweepHolds(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  const failures = await expireDue(ctx)
  const steps = [
    { step: 'remindedAt', hours: holdHours.reminded, tell: 'again' },
    { step: 'escalatedAt', hours: holdHours.escalated, tell: 'owners' },
  ] as const
  for (const { step, hours, tell } of steps) {
    await withSystem(ctx, async (tx) => {
      const before = addSeconds(ctx.now, -hours * 3_600)
      for (const held of await queries.claimHoldsToNotify(tx, step, before, ctx.now))
        await notifyApprovers(tx, ctx, held, tell)
    })
  }
  if (failures.length > 0) throw new AggregateError(failures, 'expired orders failed')
}

/** Pages past orders that fail: they stay due and would fill each pass. */
async function expireDue(ctx: OpContext): Promise<unknown[]> {
  const failures: unknown[] = []
  for (;;) {
    const skipped = failures.length
    const due = await withSystem(ctx, (tx) => queries.listDueHolds(tx, ctx.now, ordersPerPage, skipped))
    for (const { orderId } of due) {
      const expire = async (tx: Tx) => {
        const found = await findHeldForUpdate(tx, orderId)
        // Decided or extended meanwhile.
        if (found && found.held.expiresAt <= ctx.now) await expireOrder(tx, ctx, found)
      }
      await retryConflicts(() => withSystem(ctx, expire)).catch((error: unknown) => failures.push(error))
    }
    if (due.length < ordersPerPage) return failures
  }
}
