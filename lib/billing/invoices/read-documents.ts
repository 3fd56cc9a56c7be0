import { withOrganisation } from '~/db/client'
import * as queries from '~/db/queries/billing/documents'
import { authorize } from '~/lib/identity'
import { invariant } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import type { DocumentSummary } from './views'

const listedMax = 500

/** The invoices and credit notes of the organisation, latest first. */
export async function listDocuments(ctx: OpContext): Promise<DocumentSummary[]> {
  authorize(ctx, 'billing:view')
  return withOrganisation(ctx, async (tx, organisationId) =>
    (await queries.listDocuments(tx, organisationId, listedMax)).map(summaryOf),
  )
}

/** A credit note gives back: its amounts are shown as less than nothing. */
function summaryOf(row: queries.DocumentFacts): DocumentSummary {
  invariant(row.number && row.issuedOn && row.dueOn, 'an issued document has its number and days')
  const sign = row.kind === 'credit_note' ? -1n : 1n
  return {
    id: row.id,
    kind: row.kind,
    number: row.number,
    issuedOn: row.issuedOn,
    dueOn: row.dueOn,
    period: row.period,
    netCents: (sign * row.netCents).toString(),
    grossCents: (sign * row.grossCents).toString(),
  }
}
