import type { Tx } from '~/db/client'
import { withSystem } from '~/db/client'
import * as queries from '~/db/queries/billing/subjects'
import { deleteDrafts } from '~/db/queries/billing/write-documents'
import type { BillingRunMode } from '~/db/schema/billing-runs'
import { listSpendableGrants, recordPromotionUses } from '~/lib/catalogue'
import { authorizeSystem } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { type BillingSubject, readSubject } from '../invoices/billing-subject'
import { type ComposedInvoice, composeInvoices, type LineDraft } from '../invoices/compose-invoices'
import { issueDocument, keepDraft, type Unissued } from '../invoices/issue-document'
import { collectLines } from '../usage/collect-lines'
import { concessionDrafts } from '../usage/deduct-concessions'
import { promotionDrafts } from '../usage/deduct-promotions'
import { closesAt, monthOf } from '../usage/period'

export type Billing = { organisationId: Id<'organisation'>; period: string; mode: BillingRunMode }

/** What became of one organisation's month. Cents without VAT. */
export type Billed = {
  state: 'billed' | 'nothing_to_bill' | 'already_billed'
  documents: number
  netCents: bigint
}

/**
 * One month of one organisation is invoiced, in one transaction: `final` numbers the invoices, posts them and closes the
 * month; `draft` replaces its drafts; `dry_run` only tells. A closed month stays as it is, whatever the mode.
 *
 * @throws DomainError `state_forbids` for a month that is not over, or not past its grace when it is made final,
 *   `not_billable` with the field that lacks
 */
export async function billOrganisation(ctx: OpContext, billing: Billing): Promise<Billed> {
  authorizeSystem(ctx)
  const { organisationId, period, mode } = billing
  const earliest = mode === 'final' ? closesAt(period) : monthOf(period).to
  if (ctx.now < earliest) throw new DomainError('state_forbids', { field: 'period', params: { period } })
  return withSystem(ctx, async (tx) => {
    const subject = await readSubject(tx, ctx.now, organisationId)
    const closed = await queries.findBilledMonth(tx, organisationId, period)
    if (closed) return { state: 'already_billed', documents: closed.documents, netCents: closed.netCents }
    const bill = await prepare(tx, billing, subject)
    const unissued = bill.invoices.map((invoice) => toUnissued(invoice, billing, subject))
    if (mode !== 'dry_run') await deleteDrafts(tx, organisationId, period)
    if (mode === 'draft') for (const each of unissued) await keepDraft(tx, ctx.now, each)
    if (mode === 'final') await close(tx, ctx, billing, bill, unissued)
    const netCents = unissued.reduce((sum, { document }) => sum + document.totals.netCents, 0n)
    return { state: unissued.length > 0 ? 'billed' : 'nothing_to_bill', documents: unissued.length, netCents }
  })
}

type Bill = {
  invoices: ComposedInvoice[]
  deductions: ReturnType<typeof promotionDrafts>['deductions']
  spent: ReturnType<typeof concessionDrafts>['spent']
}

async function prepare(
  tx: Tx,
  { organisationId, period }: Billing,
  { terms }: BillingSubject,
): Promise<Bill> {
  const month = monthOf(period)
  const { language, grouping, buyer } = terms
  const { lines } = await collectLines(tx, { organisationId, period, until: month.to, language })
  const grants = await listSpendableGrants(tx, organisationId, period)
  const promotions = promotionDrafts(lines, grants, language)
  const billed: LineDraft[] = [...lines, ...promotions.drafts]
  const spendable = (await queries.listSpendableConcessions(tx, organisationId)).flatMap(
    ({ id, kind, reason, netCents, usedCents }) =>
      kind === 'credit_note' ? [] : [{ id, kind, reason, leftCents: netCents - usedCents }],
  )
  const concessions = concessionDrafts(billed, spendable, {
    grouping,
    language,
    isPublicBody: buyer.kind === 'public_body',
  })
  const invoices = composeInvoices(month, [...billed, ...concessions.drafts], terms)
  const below = invoices.find(({ document }) => document.totals.grossCents < 0n)
  // More is given back than is owed: a person decides what becomes of it.
  if (below) throw new DomainError('not_billable', { field: 'total', params: { lack: 'total' } })
  return { invoices, deductions: promotions.deductions, spent: concessions.spent }
}

function toUnissued(
  { groupingKey, document, bounds }: ComposedInvoice,
  { organisationId, period }: Billing,
  { sellingEntityId, prefixes }: BillingSubject,
): Unissued {
  return { organisationId, sellingEntityId, prefix: prefixes.invoice, period, groupingKey, document, bounds }
}

async function close(
  tx: Tx,
  ctx: OpContext,
  { organisationId, period }: Billing,
  { deductions, spent }: Bill,
  unissued: readonly Unissued[],
): Promise<void> {
  const issued = new Map<string, Id<'invoice'>>()
  for (const each of unissued) issued.set(each.groupingKey, (await issueDocument(tx, ctx, each)).id)
  await recordPromotionUses(tx, { organisationId, period, now: ctx.now }, deductions)
  for (const { concessionId, groupingKey, cents } of spent) {
    const documentId = issued.get(groupingKey)
    if (documentId) await queries.spendConcession(tx, concessionId as Id<'concession'>, cents, documentId)
  }
  await queries.insertBilledMonth(tx, {
    organisationId,
    period,
    closedAt: ctx.now,
    documents: unissued.length,
    netCents: unissued.reduce((sum, { document }) => sum + document.totals.netCents, 0n),
  })
}
