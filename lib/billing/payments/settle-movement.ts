import type { Tx } from '~/db/client'
import type { LedgerKind } from '~/db/schema/billing/ledger'
import type { MovementRule } from '~/db/schema/billing/payments'
import { recordAudits } from '~/lib/audit'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { planPaymentReports } from '../delivery/plan-payment-reports'
import { accounts } from '../ledger/accounts'
import { collectVat } from '../ledger/collect-vat'
import { type Posting, postTransaction } from '../ledger/post-transaction'
import { lockSettled, movePaid } from '../queries/open-documents'
import { insertAllocations, type MovementRow, updateMovement } from './queries/movements'
import { findCustomerCodes, listDoubtful } from './queries/settlements'

/** An allocation of a movement: to an invoice, or to customer credit. */
export type Part = {
  organisationId: Id<'organisation'>
  documentId: Id<'invoice'> | null
  directDebitId?: Id<'directDebit'>
  cents: bigint
}

/** Money received by bank or card, and its source. */
export type Money = {
  kind: 'movement' | 'card_payment' | 'card_refund'
  id: string
  movementId: Id<'bankMovement'> | null
  cardPaymentId: Id<'cardPayment'> | null
  /** Set for a refund of that payment. */
  cardRefundId: Id<'cardRefund'> | null
  sellingEntityId: Id<'sellingEntity'>
  cents: bigint
  occurredOn: string
  label: string
  /** Its ledger account. */
  account: string
}

type Decision = { rule: MovementRule; staffId: Id<'staff'> | null; note?: string }

/**
 * In `tx`, which has locked the movement and settling (`lockSettling`): allocates the whole movement to these parts.
 * Updates the paid amount of the invoices (reduced when money was returned) and posts to the ledger.
 *
 * @throws DomainError `conflict` (`document_paid`, an invoice owes less in the meantime), `not_found`
 */
export async function settleMovement(
  tx: Tx,
  ctx: OpContext,
  movement: MovementRow,
  parts: readonly Part[],
  { rule, staffId, note = '' }: Decision,
): Promise<void> {
  invariant(movement.allocatedCents === 0n, 'a movement is settled as a whole')
  invariant(sumOf(parts) === movement.cents && parts.length > 0, 'the parts of a movement make it')
  const money = moneyOf(movement)
  await applyParts(tx, ctx, money, parts, staffId)
  const payers = new Set(parts.map(({ organisationId }) => organisationId))
  const [payerId] = payers.size === 1 ? payers : []
  await updateMovement(tx, movement.id, {
    state: 'matched',
    rule,
    payerId: payerId ?? null,
    allocatedCents: movement.cents,
    decidedByStaffId: staffId,
    decidedAt: ctx.now,
    note,
  })
  await auditParts(tx, ctx, movement.cents > 0n ? 'payment.received' : 'payment.returned', money, parts)
}

/**
 * In `tx`, which has locked the money's row and settling: adds these parts to its allocations, and updates invoices and
 * ledger. The parts may sum to zero, which moves money from one invoice to another. `causedAt` is when its cause happened, where
 * that may be before the day of the money.
 *
 * @throws DomainError `conflict` (`document_paid`), `not_found`
 */
export async function applyParts(
  tx: Tx,
  ctx: OpContext,
  money: Money,
  parts: readonly Part[],
  staffId: Id<'staff'> | null,
  causedAt?: Date | null,
): Promise<void> {
  await payDocuments(tx, parts)
  const rows = parts.map((part) => ({
    id: newId('paymentAllocation', ctx.now.getTime()),
    organisationId: part.organisationId,
    movementId: money.movementId,
    cardPaymentId: money.cardPaymentId,
    cardRefundId: money.cardRefundId,
    documentId: part.documentId,
    directDebitId: part.directDebitId ?? null,
    cents: part.cents,
    occurredOn: money.occurredOn,
    label: money.label,
    allocatedByStaffId: staffId,
    createdAt: ctx.now,
  }))
  await insertAllocations(tx, rows)
  await planPaymentReports(
    tx,
    ctx,
    [...new Set(parts.flatMap(({ documentId }) => documentId ?? []))],
    causedAt,
  )
  await postMoney(tx, ctx, money, parts, rows[0]?.id ?? money.id)
  const causes = rows.flatMap(({ id, documentId }) => (documentId ? [{ documentId, id }] : []))
  await collectVat(tx, ctx.now, causes, isSpent(parts) ? parisDay(ctx.now) : money.occurredOn)
}

/** Kept credit pays an invoice: its VAT falls due on that day, not on the day of receipt. */
const isSpent = (parts: readonly Part[]) =>
  parts.some(({ documentId, cents }) => documentId === null && cents < 0n) &&
  parts.some(({ documentId, cents }) => documentId !== null && cents > 0n)

/** Each customer's audit journal names the invoices that changed. */
export async function auditParts(
  tx: Tx,
  ctx: OpContext,
  event: 'payment.received' | 'payment.returned' | 'payment.undone' | 'payment.credit_used' | 'payment.kept',
  money: Money,
  parts: readonly Part[],
): Promise<void> {
  const payers = new Set(parts.map(({ organisationId }) => organisationId))
  await recordAudits(
    tx,
    ctx,
    event,
    [...payers].map((organisationId) => ({
      organisationId,
      kind: money.kind,
      id: money.id,
      details: {
        bookedOn: money.occurredOn,
        documents: parts
          .filter((part) => part.organisationId === organisationId)
          .map(({ documentId, cents }) => ({ documentId, cents: `${cents}` })),
      },
    })),
  )
}

/**
 *
 *
 * @throws DomainError `not_found`, `conflict` when an invoice is another's, owes less, or was paid less
 */
async function payDocuments(tx: Tx, parts: readonly Part[]): Promise<void> {
  const byDocument = new Map<Id<'invoice'>, { organisationId: Id<'organisation'>; cents: bigint }>()
  for (const { documentId, organisationId, cents } of parts)
    if (documentId)
      byDocument.set(documentId, {
        organisationId,
        cents: (byDocument.get(documentId)?.cents ?? 0n) + cents,
      })
  const held = await lockSettled(tx, [...byDocument.keys()])
  for (const [documentId, { organisationId, cents }] of byDocument) {
    const document = held.find(({ id }) => id === documentId)
    if (!document || document.organisationId !== organisationId) throw new DomainError('not_found')
    if (cents > document.openCents || -cents > document.paidCents)
      throw new DomainError('conflict', { params: { reason: 'document_paid', number: document.number } })
    await movePaid(tx, documentId, cents)
  }
}

async function postMoney(
  tx: Tx,
  ctx: OpContext,
  money: Money,
  parts: readonly Part[],
  allocationId: string,
): Promise<void> {
  const codes = await findCustomerCodes(tx, [...new Set(parts.map(({ organisationId }) => organisationId))])
  const doubtful = await listDoubtful(
    tx,
    parts.flatMap(({ documentId }) => documentId ?? []),
  )
  const sums = new Map<string, bigint>()
  for (const { organisationId, documentId, cents } of parts) {
    const account = documentId && doubtful.has(documentId) ? accounts.doubtful : accounts.customers
    const key = `${account}|${codes.get(organisationId) ?? organisationId}`
    sums.set(key, (sums.get(key) ?? 0n) + cents)
  }
  const total = sumOf(parts)
  const side = (cents: bigint, isDebit: boolean) => {
    const size = cents < 0n ? -cents : cents
    return isDebit === cents > 0n ? { debitCents: size } : { creditCents: size }
  }
  const postings: Posting[] = [
    { account: money.account, cents: total, isDebit: true },
    ...[...sums].map(([key, cents]) => {
      const [account = '', auxiliary = ''] = key.split('|')
      return { account, auxiliary, cents, isDebit: false }
    }),
  ]
    .filter(({ cents }) => cents !== 0n)
    .map(({ cents, isDebit, ...posting }) => ({ ...posting, ...side(cents, isDebit) }))
  // From kept credit to an invoice of the same customer: its account does not change.
  if (postings.length === 0) return
  const [first] = parts
  const isOfOne = parts.every(({ organisationId }) => organisationId === first?.organisationId)
  const kind = kindOf(money, parts, total)
  await postTransaction(tx, ctx.now, {
    sellingEntityId: money.sellingEntityId,
    organisationId: isOfOne ? (first?.organisationId ?? null) : null,
    kind,
    // A card payment or refund is posted once: the unique key rejects a second posting.
    paymentId: kind === 'card_payment' || kind === 'card_refund' ? money.id : allocationId,
    pieceReference: money.id,
    label: money.label,
    occurredOn: money.occurredOn,
    postings,
  })
}

function kindOf(money: Money, parts: readonly Part[], total: bigint): LedgerKind {
  if (total === 0n) return 'allocation'
  if (money.kind === 'card_refund') return 'card_refund'
  if (total > 0n) return money.kind === 'card_payment' ? 'card_payment' : 'payment'
  const isRefund = money.cents < 0n && parts.every(({ documentId }) => documentId === null)
  return isRefund ? 'refund' : 'payment_return'
}

const sumOf = (parts: readonly Part[]) => parts.reduce((sum, { cents }) => sum + cents, 0n)

export const moneyOf = (movement: MovementRow): Money => ({
  kind: 'movement',
  id: movement.id,
  movementId: movement.id,
  cardPaymentId: null,
  cardRefundId: null,
  sellingEntityId: movement.sellingEntityId,
  cents: movement.cents,
  occurredOn: movement.bookedOn,
  label: labelOf(movement),
  account: accounts.bank,
})

const labelOf = ({ counterpartyName, text, batchReference }: MovementRow) =>
  [counterpartyName, text || batchReference].filter(Boolean).join(' · ').slice(0, 200) || '–'
