import { type Tx, withSystem } from '~/db/client'
import { isDatabaseLost } from '~/db/connections/lost-database'
import { authorizeSystem } from '~/lib/identity'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { monthOf, periodAfter, periodOf } from '~/lib/kernel/time/paris-month'
import { completeAfterMs } from '../measuring/rounds'
import { type Assessing, assessMonth } from './assess-month'
import * as queries from './queries/assessments'

/** Organisations per pass; the others follow in the next. */
const atOnce = 50

/**
 * Assesses the last finished month for every organisation, so that customers see their credits days before the invoice.
 * Also assesses months again after their facts changed or staff requested it. Each in its own transaction. When nothing
 * is due it reads two rows. `stop` ends the pass after the current assessment; the next one continues.
 */
export async function assessDueMonths(ctx: OpContext, stop?: AbortSignal): Promise<void> {
  authorizeSystem(ctx)
  const complete = new Date(ctx.now.getTime() - completeAfterMs)
  const { period, to } = monthOf(periodAfter(periodOf(complete), -1))
  const [fresh, overtaken] = await withSystem(ctx, async (tx) => [
    await listFresh(tx, ctx, { period, to }),
    await queries.listMonthsToReassess(tx, atOnce),
  ])
  for (const organisationId of fresh) {
    if (stop?.aborted) return
    await assessOne(ctx, { organisationId, period })
  }
  for (const { noteIds, isAssessed, ...month } of overtaken) {
    if (stop?.aborted) return
    // A month never assessed has nothing to correct; the last one may be in progress in another worker.
    const isDone = (!isAssessed && month.period !== period) || (await assessOne(ctx, month))
    if (isDone && noteIds.length > 0)
      await withSystem(ctx, (tx) => queries.deleteReassessmentNotes(tx, noteIds))
  }
}

async function listFresh(tx: Tx, ctx: OpContext, { period, to }: { period: string; to: Date }) {
  if (await queries.isPeriodClosed(tx, period)) return []
  const fresh = await queries.listUnassessed(tx, period, to, atOnce)
  if (fresh.length === 0) await queries.closePeriod(tx, period, ctx.now)
  return fresh
}

/** A failure stops no other assessment; it is logged, and retried in the next pass. */
async function assessOne(ctx: OpContext, month: Assessing): Promise<boolean> {
  try {
    await assessMonth(ctx, month)
    return true
  } catch (error) {
    if (isDatabaseLost(error)) throw error
    log.error({ err: error, ...month }, 'a month could not be assessed')
    return false
  }
}
