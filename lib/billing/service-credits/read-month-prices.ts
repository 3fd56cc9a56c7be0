import type { Tx } from '~/db/client'
import { listSpendableGrants } from '~/lib/catalogue'
import type { Id } from '~/lib/kernel/ids'
import { monthOf } from '~/lib/kernel/time/paris-month'
import { findBilledMonth } from '../queries/subjects'
import { collectLines } from '../usage/collect-lines'
import { promotionDrafts } from '../usage/deduct-promotions'
import { issuedPrices, remainderAfterCreditNotes, resourcePrices } from './month-prices'
import {
  type CorrectedUseRow,
  type IssuedUseRow,
  listCorrectedUse,
  listIssuedUse,
} from './queries/service-credits'

/**
 * The price of each resource of an organisation in a finished month, or in the running one if it goes on as it is, before VAT, by resource id, and whether the month
 * is invoiced: then prices come from its invoices, otherwise from its current rating. `left` is the remainder after
 * credit notes, for the resources that have any.
 */
export async function readMonthPrices(
  tx: Tx,
  organisationId: Id<'organisation'>,
  period: string,
): Promise<{ prices: Map<string, bigint>; left: Map<string, bigint>; isBilled: boolean }> {
  if (await findBilledMonth(tx, organisationId, period)) {
    const prices = issuedPrices((await listIssuedUse(tx, organisationId, period)).map(toLine))
    const corrections = (await listCorrectedUse(tx, organisationId, period)).map(toLine)
    return { prices, left: remainderAfterCreditNotes(prices, corrections), isBilled: true }
  }
  const { lines } = await collectLines(tx, {
    organisationId,
    period,
    until: monthOf(period).to,
    // Labels are not used.
    language: 'fr',
  })
  const grants = await listSpendableGrants(tx, organisationId, period)
  const prices = resourcePrices(promotionDrafts(lines, grants, 'fr').netOf)
  return { prices, left: new Map(), isBilled: false }
}

function toLine<Row extends IssuedUseRow | CorrectedUseRow>(row: Row) {
  return {
    documentId: row.documentId,
    kind: row.kind as Row['kind'],
    ...(row.resourceId && { resourceId: row.resourceId }),
    ...(row.projectId && { projectId: row.projectId }),
    ...(row.costCentre && { costCentre: row.costCentre }),
    ...(row.documentReferences && { references: row.documentReferences }),
    netCents: BigInt(row.netCents),
  }
}
