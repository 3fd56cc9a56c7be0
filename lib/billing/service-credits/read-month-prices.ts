import type { Tx } from '~/db/client'
import { listSpendableGrants } from '~/lib/catalogue'
import type { Id } from '~/lib/kernel/ids'
import { monthOf } from '~/lib/kernel/time/paris-month'
import { findBilledMonth } from '../queries/subjects'
import { collectLines } from '../usage/collect-lines'
import { promotionDrafts } from '../usage/deduct-promotions'
import { issuedPrices, leftAfterCreditNotes, resourcePrices } from './month-prices'
import {
  type CorrectedUseRow,
  type IssuedUseRow,
  listCorrectedUse,
  listIssuedUse,
} from './queries/service-credits'

/**
 * What each resource of an organisation costs in a month that is over, before VAT, by its id, and whether the month is
 * invoiced already: then the prices are those of its invoices, else those that they are going to have as it is now.
 * `left` is what credit notes left of it, of the resources that they touched.
 */
export async function readMonthPrices(
  tx: Tx,
  organisationId: Id<'organisation'>,
  period: string,
): Promise<{ prices: Map<string, bigint>; left: Map<string, bigint>; isBilled: boolean }> {
  if (await findBilledMonth(tx, organisationId, period)) {
    const prices = issuedPrices((await listIssuedUse(tx, organisationId, period)).map(toLine))
    const corrections = (await listCorrectedUse(tx, organisationId, period)).map(toLine)
    return { prices, left: leftAfterCreditNotes(prices, corrections), isBilled: true }
  }
  const { lines } = await collectLines(tx, {
    organisationId,
    period,
    until: monthOf(period).to,
    // Words are not looked at.
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
