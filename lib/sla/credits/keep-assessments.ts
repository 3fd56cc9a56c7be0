import { type Tx, withSystem } from '~/db/client'
import { isDatabaseLost } from '~/db/lost-database'
import { authorizeSystem } from '~/lib/identity'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { monthOf, periodAfter, periodOf } from '~/lib/kernel/time/paris-month'
import { settledAfterMs } from '../measuring/rounds'
import { type Assessing, assessMonth } from './assess-month'
import * as queries from './queries/assessments'

/** Organisations in one turn; the rest go in the next. */
const atOnce = 50

/**
 * The month that ended last has been assessed for every organisation, so that each sees its credits days before the
 * invoice; and so have been again the months of which anything changed that they are reckoned from, and those that a
 * person asked for. Each in a transaction of its own. While nothing is due, two rows are read.
 */
export async function keepAssessments(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  const settled = new Date(ctx.now.getTime() - settledAfterMs)
  const { period, to } = monthOf(periodAfter(periodOf(settled), -1))
  const [fresh, overtaken] = await withSystem(ctx, async (tx) => [
    await listFresh(tx, ctx, { period, to }),
    await queries.listOvertaken(tx, atOnce),
  ])
  for (const organisationId of fresh) await assessOne(ctx, { organisationId, period })
  for (const { noteIds, isAssessed, ...month } of overtaken) {
    // Of a month that was never assessed nothing is to be corrected; of the last one somebody may be at it right now.
    const isDone = (!isAssessed && month.period !== period) || (await assessOne(ctx, month))
    if (isDone && noteIds.length > 0) await withSystem(ctx, (tx) => queries.forgetOvertaken(tx, noteIds))
  }
}

async function listFresh(tx: Tx, ctx: OpContext, { period, to }: { period: string; to: Date }) {
  if (await queries.isPeriodClosed(tx, period)) return []
  const fresh = await queries.listUnassessed(tx, period, to, atOnce)
  if (fresh.length === 0) await queries.closePeriod(tx, period, ctx.now)
  return fresh
}

/** What cannot be assessed stops no other; it is told, and tried again in the next turn. */
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
