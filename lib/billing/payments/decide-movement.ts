import type { z } from 'zod'
import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { listByNumbers, listSettled, type OpenDocumentRow } from '../queries/open-documents'
import { authorizeSettling, inBooks } from './in-books'
import { endDebits, matchReturn } from './match-debits'
import { type Allocation, spread } from './match-movement'
import {
  listAllocations,
  listCredits,
  lockMovement,
  lockSettling,
  type MovementRow,
  updateMovement,
} from './queries/movements'
import { findOrganisationKind } from './queries/payers'
import type {
  assignMovementInput,
  confirmMovementInput,
  setAsideMovementInput,
  undoMovementInput,
} from './schema'
import { applyParts, auditParts, moneyOf, type Part, settleMovement } from './settle-movement'

/**
 * Staff assign a movement to a customer: the named invoices are paid, oldest first, and the rest becomes customer
 * credit. An outgoing movement is a returned debit or a repayment: it reduces kept credit first, then payments, the
 * latest first.
 *
 * @throws DomainError `forbidden`, `not_found`, `conflict` (decided in the meantime, `document_paid`), `invalid_input`
 * (`returned_too_much`: more than was kept and paid)
 */
export async function confirmMovement(
  ctx: OpContext,
  { movementId, organisationId, documentIds }: z.output<typeof confirmMovementInput>,
): Promise<void> {
  const staffId = authorizeSettling(ctx)
  await inBooks(ctx, async (tx) => {
    await lockSettling(tx)
    const movement = requireWaiting(await lockMovement(tx, movementId))
    if (!(await findOrganisationKind(tx, organisationId))) throw new DomainError('not_found')
    const documents = await listSettled(tx, documentIds)
    const isTheirs = documents.every((document) => document.organisationId === organisationId)
    if (documents.length < documentIds.length || !isTheirs) throw new DomainError('not_found')
    const isOut = movement.cents < 0n
    const debit = isOut ? await matchReturn(tx, movement, documentIds) : null
    if (debit) {
      await settleMovement(tx, ctx, movement, debit.parts, { rule: debit.rule, staffId })
      return endDebits(tx, ctx, debit, movement.returnReason)
    }
    const { allocations, creditCents } = isOut
      ? repaidParts(documents, await listCredits(tx, organisationId), movement.cents)
      : spread(documents, movement.cents)
    await settleMovement(
      tx,
      ctx,
      movement,
      [
        ...allocations.map((each) => ({ organisationId, ...each })),
        ...(creditCents === 0n ? [] : [{ organisationId, documentId: null, cents: creditCents }]),
      ],
      { rule: 'person', staffId },
    )
  })
}

/**
 * Splits the negative `cents` over kept credit, then over these invoices.
 *
 * @throws DomainError `invalid_input`
 */
function repaidParts(
  documents: readonly Pick<OpenDocumentRow, 'id' | 'paidCents'>[],
  credits: readonly { cents: bigint }[],
  cents: bigint,
): { allocations: Allocation[]; creditCents: bigint } {
  const kept = credits.reduce((sum, credit) => sum + credit.cents, 0n)
  const isEnough = kept >= -cents
  const ofKept = isEnough ? -cents : kept
  const paid = documents.map(({ id, paidCents }) => ({ id, openCents: paidCents })).reverse()
  const { allocations, creditCents: rest } = spread(paid, -cents - ofKept)
  if (rest > 0n)
    throw new DomainError('invalid_input', { field: 'numbers', params: { reason: 'returned_too_much' } })
  return {
    allocations: allocations.map((each) => ({ ...each, cents: -each.cents })),
    creditCents: -ofKept,
  }
}

/**
 * As `confirmMovement`, by invoice numbers, which determine the customer.
 *
 * @throws DomainError as `confirmMovement`, `invalid_input` (`unknown_number`, `several_customers`)
 */
export async function assignMovement(
  ctx: OpContext,
  { movementId, numbers }: z.output<typeof assignMovementInput>,
): Promise<void> {
  authorizeSettling(ctx)
  const documents = await inBooks(ctx, (tx) => listByNumbers(tx, numbers))
  const refuse = (params: Record<string, string>) =>
    new DomainError('invalid_input', { field: 'numbers', params })
  const missing = numbers.find((number) => !documents.some((document) => document.number === number))
  if (missing) throw refuse({ reason: 'unknown_number', number: missing })
  const [first] = documents
  if (!first || documents.some(({ organisationId }) => organisationId !== first.organisationId))
    throw refuse({ reason: 'several_customers' })
  await confirmMovement(ctx, {
    movementId,
    organisationId: first.organisationId,
    documentIds: documents.map(({ id }) => id),
  })
}

/**
 * Sets a movement aside, with a reason, as not belonging to any customer.
 *
 * @throws DomainError `forbidden`, `not_found`, `conflict` (decided in the meantime)
 */
export async function setAsideMovement(
  ctx: OpContext,
  { movementId, note }: z.output<typeof setAsideMovementInput>,
): Promise<void> {
  const staffId = authorizeSettling(ctx)
  await inBooks(ctx, async (tx) => {
    requireWaiting(await lockMovement(tx, movementId))
    await updateMovement(tx, movementId, {
      state: 'set_aside',
      decidedByStaffId: staffId,
      decidedAt: ctx.now,
      note,
    })
    await recordAudit(tx, ctx, 'payment.set_aside', {
      organisationId: null,
      kind: 'movement',
      id: movementId,
      details: { note },
    })
  })
}

/**
 * Reverts the decision about a movement: its invoices are due again and it waits. Movements of our own debits and card
 * payouts cannot be undone.
 *
 * @throws DomainError `forbidden`, `not_found`, `state_forbids` (`debits`, `card_payout`), `conflict` (not decided)
 */
export async function undoMovement(
  ctx: OpContext,
  { movementId, note }: z.output<typeof undoMovementInput>,
): Promise<void> {
  const staffId = authorizeSettling(ctx)
  await inBooks(ctx, async (tx) => {
    await lockSettling(tx)
    const movement = await lockMovement(tx, movementId)
    if (!movement) throw new DomainError('not_found')
    if (movement.state === 'to_confirm')
      throw new DomainError('conflict', { params: { reason: 'decided_meanwhile' } })
    if (movement.rule === 'debits' || movement.rule === 'return')
      throw new DomainError('state_forbids', { params: { reason: 'debits' } })
    if (movement.rule === 'card_payout')
      throw new DomainError('state_forbids', { params: { reason: 'card_payout' } })
    const parts = await netParts(tx, movement)
    if (parts.length > 0)
      await applyParts(
        tx,
        ctx,
        moneyOf(movement),
        parts.map((part) => ({ ...part, cents: -part.cents })),
        staffId,
      )
    await updateMovement(tx, movementId, {
      state: 'to_confirm',
      rule: null,
      payerId: null,
      allocatedCents: 0n,
      decidedByStaffId: staffId,
      decidedAt: ctx.now,
      note,
    })
    await auditParts(tx, ctx, 'payment.undone', moneyOf(movement), parts)
  })
}

/** The net allocations of a movement. */
async function netParts(tx: Tx, movement: MovementRow): Promise<Part[]> {
  const sums = new Map<string, Part>()
  for (const { organisationId, documentId, cents } of await listAllocations(tx, [movement.id])) {
    const key = `${organisationId}|${documentId}`
    sums.set(key, { organisationId, documentId, cents: (sums.get(key)?.cents ?? 0n) + cents })
  }
  return [...sums.values()].filter(({ cents }) => cents !== 0n)
}

function requireWaiting(movement: MovementRow | null): MovementRow {
  if (!movement) throw new DomainError('not_found')
  if (movement.state !== 'to_confirm')
    throw new DomainError('conflict', { params: { reason: 'decided_meanwhile' } })
  return movement
}
