import type { Tx } from '~/db/client'
import { withSystem } from '~/db/client'
import type { BillingRunMode } from '~/db/schema/billing/runs'
import { listSpendableGrants, recordPromotionUses } from '~/lib/catalogue'
import { authorizeSystem } from '~/lib/identity'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { type Id, toId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { lastDayOf, monthOf } from '~/lib/kernel/time/paris-month'
import { type BillingSubject, readSubject } from '../invoices/billing-subject'
import { type ComposedInvoice, composeInvoices, type LineDraft } from '../invoices/compose-invoices'
import {
  type DocumentDraft,
  insertUnnumberedDocument,
  numberDocument,
  storeDraft,
  type UnnumberedDocument,
} from '../invoices/issue-document'
import { readPayers } from '../invoices/read-payers'
import * as queries from '../queries/subjects'
import { deleteDrafts } from '../queries/write-documents'
import { type SpentCredit, serviceCreditDrafts } from '../service-credits/deduct-service-credits'
import { grantCredits } from '../service-credits/grant-credits'
import { toOpenCredit } from '../service-credits/open-credit'
import { listOpenCredits } from '../service-credits/queries/service-credits'
import { collectLines } from '../usage/collect-lines'
import { concessionDrafts } from '../usage/deduct-concessions'
import { promotionDrafts } from '../usage/deduct-promotions'
import { closesAt } from '../usage/period'

export type Billing = { organisationId: Id<'organisation'>; period: string; mode: BillingRunMode }

/** The result of one organisation's month. Cents without VAT. */
export type Billed = {
  state: 'billed' | 'nothing_to_bill' | 'already_billed'
  documents: number
  netCents: bigint
}

/**
 * Bills one month of one organisation in one transaction: `final` numbers the invoices, posts them and closes the
 * month; `draft` replaces its drafts; `dry_run` only computes. A closed month is unchanged in every mode. `record`
 * stores the result in the same transaction.
 *
 * @throws DomainError `state_forbids` for an unfinished month, or one within its grace period when finalised;
 * `not_billable` with the missing field
 */
export async function billOrganisation(
  ctx: OpContext,
  billing: Billing,
  record: (tx: Tx, billed: Billed) => Promise<void> = async () => {},
): Promise<Billed> {
  authorizeSystem(ctx)
  const { organisationId, period, mode } = billing
  const earliest = mode === 'final' ? closesAt(period) : monthOf(period).to
  if (ctx.now < earliest) throw new DomainError('state_forbids', { field: 'period', params: { period } })
  return withSystem(ctx, async (tx) => {
    const subject = await readSubject(tx, ctx.now, { organisationId, suppliedUntil: lastDayOf(period) })
    const closed = await queries.findBilledMonth(tx, organisationId, period)
    if (closed) {
      const { documents, netCents } = closed
      const before: Billed = { state: 'already_billed', documents, netCents }
      await record(tx, before)
      return before
    }
    const bill = await prepare(tx, billing, subject)
    const unissued = bill.invoices.map((invoice) => toDocumentDraft(invoice, billing, subject))
    if (mode !== 'dry_run') await deleteDrafts(tx, organisationId, period)
    if (mode === 'draft') for (const each of unissued) await storeDraft(tx, ctx.now, each)
    const billed: Billed = {
      state: unissued.length > 0 ? 'billed' : 'nothing_to_bill',
      documents: unissued.length,
      netCents: unissued.reduce((sum, { document }) => sum + document.totals.netCents, 0n),
    }
    // Before the numbers, which others wait for.
    await record(tx, billed)
    if (mode === 'final') await close(tx, ctx, billing, bill, unissued)
    return billed
  })
}

type Bill = {
  invoices: ComposedInvoice[]
  deductions: ReturnType<typeof promotionDrafts>['deductions']
  credits: Awaited<ReturnType<typeof listOpenCredits>>
  spentCredits: SpentCredit[]
  spent: ReturnType<typeof concessionDrafts>['spent']
}

async function prepare(
  tx: Tx,
  { organisationId, period }: Billing,
  { terms }: BillingSubject,
): Promise<Bill> {
  const month = monthOf(period)
  const { language, grouping, buyer } = terms
  const [{ lines }, grants, credits, open] = await Promise.all([
    collectLines(tx, { organisationId, period, until: month.to, language }),
    listSpendableGrants(tx, organisationId, period),
    listOpenCredits(tx, organisationId, period),
    queries.listSpendableConcessions(tx, organisationId),
  ])
  const promotions = promotionDrafts(lines, grants, language)
  const used: LineDraft[] = [...lines, ...promotions.drafts]
  const isPublicBody = buyer.kind === 'public_body'
  const service = serviceCreditDrafts(used, credits.map(toOpenCredit), {
    period,
    grouping,
    language,
    isPublicBody,
  })
  const billed = [...used, ...service.drafts]
  const spendable = open.flatMap(({ id, kind, reason, netCents, usedCents }) =>
    kind === 'credit_note' ? [] : [{ id, kind, reason, leftCents: netCents - usedCents }],
  )
  const concessions = concessionDrafts(billed, spendable, {
    grouping,
    language,
    isPublicBody,
  })
  const drafts = [...billed, ...concessions.drafts]
  const invoices = composeInvoices(month, drafts, terms, await readPayers(tx, buyer, drafts))
  const negative = invoices.find(({ document }) => document.totals.grossCents < 0n)
  // The credit exceeds the debt: staff decide.
  if (negative) throw new DomainError('not_billable', { field: 'total', params: { lack: 'total' } })
  return {
    invoices,
    deductions: promotions.deductions,
    credits,
    spentCredits: service.spent,
    spent: concessions.spent,
  }
}

function toDocumentDraft(
  { groupingKey, document, bounds }: ComposedInvoice,
  { organisationId, period }: Billing,
  { sellingEntityId, prefixes }: BillingSubject,
): DocumentDraft {
  return { organisationId, sellingEntityId, prefix: prefixes.invoice, period, groupingKey, document, bounds }
}

async function close(
  tx: Tx,
  ctx: OpContext,
  { organisationId, period }: Billing,
  { invoices, deductions, credits, spentCredits, spent }: Bill,
  unissued: readonly DocumentDraft[],
): Promise<void> {
  const unnumbered: UnnumberedDocument[] = []
  for (const each of unissued) unnumbered.push(await insertUnnumberedDocument(tx, ctx, each))
  const ids = new Map(unnumbered.map(({ id, unissued: { groupingKey } }) => [groupingKey, id]))
  // A concession is found by the group of its line, which may be on another group's invoice.
  const issued = new Map(
    invoices.flatMap(({ groupingKey, groupingKeys }) =>
      groupingKeys.map((each) => [each, ids.get(groupingKey)] as const),
    ),
  )
  await recordPromotionUses(tx, { organisationId, period, now: ctx.now }, deductions)
  const places = new Map(
    unnumbered.flatMap(({ id, unissued: { bounds } }) =>
      bounds.map((bound, index) => [bound, { documentId: id, position: index + 1 }] as const),
    ),
  )
  await grantCredits(tx, ctx, {
    organisationId,
    credits: credits.map(({ amountCents, usedCents, ...credit }) => ({
      ...credit,
      amountCents: BigInt(amountCents),
      usedCents: BigInt(usedCents),
    })),
    parts: spentCredits.flatMap(({ creditId, bound, cents }) => {
      const place = places.get(bound)
      return place ? [{ creditId: toId('serviceCredit', creditId), ...place, cents }] : []
    }),
  })
  for (const { concessionId, groupingKey, cents } of spent) {
    const documentId = issued.get(groupingKey)
    invariant(documentId, 'what a concession takes off is on an invoice')
    await queries.spendConcession(tx, toId('concession', concessionId), cents, documentId)
  }
  await queries.insertBilledMonth(tx, {
    organisationId,
    period,
    closedAt: ctx.now,
    documents: unissued.length,
    netCents: unissued.reduce((sum, { document }) => sum + document.totals.netCents, 0n),
  })
  // Last of all: other organisations wait from the first number until the commit.
  for (const each of unnumbered) await numberDocument(tx, ctx, each)
}
