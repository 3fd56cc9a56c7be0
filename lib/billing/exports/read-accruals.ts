import { type Tx, withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { monthOf } from '~/lib/kernel/time/paris-month'
import { collectLines } from '../usage/collect-lines'
import { type Accrual, type AccruedRow, accruals } from './accruals'
import { lastDayOf } from './fec'
import {
  findBuyerOfBooks,
  findInvoicing,
  listInvoicedLater,
  listPurchaseAccounts,
} from './queries/ledger-rows'
import type { AccrualsView } from './views'

/** For an organisation never invoiced: the standard rate. */
const usualVatRateBasisPoints = 2_000

/**
 * Usage up to the last day of a month that was not invoiced then: at its later invoiced amount or, while the month is
 * not invoiced, at its current rating before deductions.
 */
export async function collectAccruals(
  tx: Tx,
  of: { organisationId: Id<'organisation'>; period: string; now: Date },
): Promise<Accrual[]> {
  const { organisationId, period, now } = of
  const later = await listInvoicedLater(tx, { organisationId, period, lastDay: lastDayOf(period) })
  const { isClosed, vatRateBasisPoints } = await findInvoicing(tx, of)
  const rows: AccruedRow[] = later.map((row) => ({ ...row, netCents: BigInt(row.netCents) }))
  const month = monthOf(period)
  if (!isClosed && month.from < now) {
    const until = new Date(Math.min(now.getTime(), month.to.getTime()))
    const { lines } = await collectLines(tx, { organisationId, period, until, language: 'fr' })
    rows.push(
      ...lines.map(({ costCentre = null, netCents }) => ({
        invoice: null,
        costCentre,
        vatRateBasisPoints: vatRateBasisPoints ?? usualVatRateBasisPoints,
        netCents,
      })),
    )
  }
  return accruals(rows, await listPurchaseAccounts(tx, organisationId))
}

/** The accruals as a page shows them. */
export async function readAccruals(ctx: OpContext, { period }: { period: string }): Promise<AccrualsView> {
  authorize(ctx, 'billing:view')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const rows = await collectAccruals(tx, { organisationId, period, now: ctx.now })
    const buyer = await findBuyerOfBooks(tx, organisationId)
    return {
      lastDay: lastDayOf(period),
      isPublicBody: buyer?.kind === 'public_body',
      rows: rows.map(({ netCents, vatCents, ...row }) => ({
        ...row,
        netCents: netCents.toString(),
        vatCents: vatCents.toString(),
        grossCents: (netCents + vatCents).toString(),
      })),
    }
  })
}
