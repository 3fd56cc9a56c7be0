import { type Tx, withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { monthOf, periodAfter, periodOf } from '~/lib/kernel/time/paris-month'
import { closesAt } from '../usage/period'
import * as queries from './queries/runs'

const lookBackMonths = 6

/**
 * Months with usage whose run the calendar leaves to staff, because rows were lost after they could be billed: the latest first.
 */
export async function listHeldBackMonths(ctx: OpContext): Promise<string[]> {
  authorizeStaff(ctx, 'billing:inspect')
  return withStaff(ctx, async (tx) => {
    const held: string[] = []
    for (let back = 1; back <= lookBackMonths; back += 1) {
      const period = periodAfter(periodOf(ctx.now), -back)
      if (ctx.now < closesAt(period) || !(await isHeldBack(tx, period))) continue
      if (await queries.wasUsed(tx, monthOf(period))) held.push(period)
    }
    return held
  })
}

/** In `tx`: whether a month that can be billed may have invoices that no row knows, and has no run over all organisations. */
export async function isHeldBack(tx: Tx, period: string): Promise<boolean> {
  return (
    !(await queries.hasRun(tx, period, 'final')) && (await queries.wereRowsLostSince(tx, closesAt(period)))
  )
}
