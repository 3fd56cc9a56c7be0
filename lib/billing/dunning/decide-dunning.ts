import type { z } from 'zod'
import { type Tx, withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff, reinstateOrganisation, suspendOrganisation } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { accounts } from '../ledger/accounts'
import { postTransaction } from '../ledger/post-transaction'
import { inBooks } from '../payments/in-books'
import { lockSettling } from '../payments/queries/movements'
import { findCustomerCodes } from '../payments/queries/settlements'
import type {
  dunningDecisionInput,
  holdDunningInput,
  recordRateInput,
  reinstateInput,
  releaseDunningInput,
} from '../payments/schema'
import { deleteHold, insertHold, insertRate, insertStep } from '../queries/dunning'
import { listSettled } from '../queries/open-documents'
import { type LateInvoice, readLateInvoices } from './read-late'

/**
 * A member of staff decides the steps that need judgement: suspending the organisation, classing its debt as doubtful
 * (account 416), or declining to. Each step is decided once and only from its due day on.
 *
 * @throws DomainError `forbidden`, `not_found` (not late), `conflict` (not due, or decided in the meantime),
 * `state_forbids` (`public_body` is never suspended)
 */
export async function decideDunning(
  ctx: OpContext,
  { documentId, step, decision, note }: z.output<typeof dunningDecisionInput>,
): Promise<void> {
  const staffId = authorizeStaff(ctx, 'billing:settle')
  const today = parisDay(ctx.now)
  await withStaff(ctx, async (tx) => {
    await lockSettling(tx)
    const late = (await readLateInvoices(tx, today)).find(({ document }) => document.id === documentId)
    if (!late) throw new DomainError('not_found')
    const { document, debtor } = late
    if (step === 'suspension' && late.kind !== 'company')
      throw new DomainError('state_forbids', { params: { reason: 'public_body' } })
    const isTaken =
      late.next?.step === step &&
      (await insertStep(tx, {
        organisationId: document.organisationId,
        documentId,
        step,
        outcome: decision,
        takenOn: today,
        takenAt: ctx.now,
        openCents: document.openCents,
        interestCents: late.interestCents ?? 0n,
        feeCents: late.feeCents,
        decidedByStaffId: staffId,
        note,
      }))
    if (!isTaken) throw new DomainError('conflict', { params: { reason: 'decided_meanwhile' } })
    // Another invoice may already have suspended it.
    if (decision === 'carried_out' && step === 'suspension' && debtor.state === 'active')
      await suspendOrganisation(tx, ctx, debtor, note)
    if (decision === 'carried_out' && step === 'doubtful') await postDoubtful(tx, ctx, late)
    await recordAudit(tx, ctx, 'dunning.decided', {
      organisationId: document.organisationId,
      kind: 'document',
      id: documentId,
      details: { number: document.number, step, decision, note },
    })
  })
}

async function postDoubtful(tx: Tx, ctx: OpContext, { document }: LateInvoice): Promise<void> {
  const codes = await findCustomerCodes(tx, [document.organisationId])
  const auxiliary = codes.get(document.organisationId) ?? document.customerCode
  await postTransaction(tx, ctx.now, {
    sellingEntityId: document.sellingEntityId,
    organisationId: document.organisationId,
    kind: 'doubtful',
    documentId: document.id,
    pieceReference: document.number,
    label: document.customerName,
    occurredOn: parisDay(ctx.now),
    postings: [
      { account: accounts.doubtful, auxiliary, debitCents: document.openCents },
      { account: accounts.customers, auxiliary, creditCents: document.openCents },
    ],
  })
}

/**
 * Stops letters about this invoice until it is released.
 *
 * @throws DomainError `forbidden`, `not_found`, `conflict` (held)
 */
export async function holdDunning(
  ctx: OpContext,
  { documentId, reason }: z.output<typeof holdDunningInput>,
): Promise<void> {
  const staffId = authorizeStaff(ctx, 'billing:settle')
  await withStaff(ctx, async (tx) => {
    const [document] = await listSettled(tx, [documentId])
    if (!document) throw new DomainError('not_found')
    const { organisationId } = document
    if (
      !(await insertHold(tx, { documentId, organisationId, reason, heldByStaffId: staffId, heldAt: ctx.now }))
    )
      throw new DomainError('conflict', { params: { reason: 'decided_meanwhile' } })
    await recordAudit(tx, ctx, 'dunning.held', {
      organisationId,
      kind: 'document',
      id: documentId,
      details: { number: document.number, reason },
    })
  })
}

/**
 * Letters resume at the step they had reached.
 *
 * @throws DomainError `forbidden`, `not_found` (not held)
 */
export async function releaseDunning(
  ctx: OpContext,
  { documentId }: z.output<typeof releaseDunningInput>,
): Promise<void> {
  authorizeStaff(ctx, 'billing:settle')
  await withStaff(ctx, async (tx) => {
    const [document] = await listSettled(tx, [documentId])
    if (!document || !(await deleteHold(tx, documentId))) throw new DomainError('not_found')
    await recordAudit(tx, ctx, 'dunning.released', {
      organisationId: document.organisationId,
      kind: 'document',
      id: documentId,
      details: { number: document.number },
    })
  })
}

/**
 * Lifts the suspension of an organisation.
 *
 * @throws DomainError `forbidden`, `conflict` (not suspended)
 */
export async function reinstate(
  ctx: OpContext,
  { organisationId, note }: z.output<typeof reinstateInput>,
): Promise<void> {
  authorizeStaff(ctx, 'billing:settle')
  await withStaff(ctx, (tx) => reinstateOrganisation(tx, ctx, organisationId, note))
}

/**
 * Records the central bank's rate from that day on. A recorded rate never changes.
 *
 * @throws DomainError `forbidden`, `already_exists` (a rate of that day)
 */
export async function recordRate(
  ctx: OpContext,
  { from, percent }: z.output<typeof recordRateInput>,
): Promise<void> {
  const staffId = ctx.actor.kind === 'system' ? null : authorizeStaff(ctx, 'billing:settle')
  const basisPoints = Math.round(Number(percent.replace(',', '.')) * 100)
  await inBooks(ctx, async (tx) => {
    const isNew = await insertRate(tx, {
      fromOn: from,
      basisPoints,
      recordedByStaffId: staffId,
      recordedAt: ctx.now,
    })
    if (!isNew) throw new DomainError('already_exists', { field: 'from' })
    await recordAudit(tx, ctx, 'reference_rate.recorded', {
      organisationId: null,
      kind: 'reference_rate',
      id: from,
      details: { basisPoints },
    })
  })
}
