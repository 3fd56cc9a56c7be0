import { randomInt } from 'node:crypto'
import { type Tx, withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { assertWithinSpending } from '~/lib/budgets'
import { authorize, limitSignatureCodes, requireActive } from '~/lib/identity'
import { retryConflicts } from '~/lib/kernel/concurrency/retry-conflicts'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { hashSecret } from '~/lib/kernel/secrets/secrets'
import { addSeconds } from '~/lib/kernel/time/clock'
import { queueMail } from '~/lib/mail'
import { advanceHold } from '../holds/advance-hold'
import { findRepresentedApprover } from '../holds/decide-order'
import { findHeldForUpdate } from '../holds/lock-held'
import * as holds from '../holds/queries/holds'
import { findBuyerForUpdate } from '../queries/place'
import type { QuoteParams, SignQuoteInput } from '../schema'
import * as queries from './queries/quotes'

const codeSeconds = 10 * 60
const triesMax = 5

/**
 * Mails the person a code that signs the quote within ten minutes. The previous code becomes invalid.
 *
 * @throws DomainError `not_found`, `forbidden`, `state_forbids` when it can no longer be signed,
 * `rate_limited`
 */
export async function askSignatureCode(ctx: OpContext, input: QuoteParams): Promise<{ sentTo: string }> {
  authorize(ctx, 'order:read')
  requireActive(ctx)
  const { actor } = ctx
  invariant(actor.kind === 'account', 'authorize lets accounts pass only')
  await limitSignatureCodes(ctx, actor.accountId)
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const { row } = await findOpen(tx, ctx, input.quoteId)
    const person = await queries.findSigner(tx, actor.accountId)
    invariant(person, 'who is signed in has an account')
    await queries.putQuoteCode(tx, {
      quoteId: row.quote.id,
      organisationId,
      accountId: actor.accountId,
      codeHash: hashOf(row.quote.id, actor.accountId, code),
      expiresAt: addSeconds(ctx.now, codeSeconds),
    })
    await queueMail(tx, {
      to: person.email,
      locale: person.locale,
      template: 'signature-code',
      params: { name: person.fullName, number: row.quote.number, code },
    })
    return { sentTo: person.email }
  })
}

/**
 * The person signs the quote in the given capacity. It becomes an order at its prices, unless it still waits
 * for another approver or a purchase order. The signature counts as their approval.
 *
 * @throws DomainError `not_found`, `forbidden`, `state_forbids`, `conflict` when the file differs from the one
 * that was read, `invalid_code`, `spending_cap_exceeded`, `budget_exceeded`
 */
export async function signQuote(
  ctx: OpContext,
  input: SignQuoteInput,
): Promise<{ outcome: 'ordered' | 'waits'; orderId: Id<'order'> }> {
  authorize(ctx, 'order:read')
  requireActive(ctx)
  await spendCode(ctx, input)
  const sign = async (tx: Tx, organisationId: Id<'organisation'>) => {
    // Locked before the order, as placing an order does.
    await findBuyerForUpdate(tx, organisationId)
    const { row, held, onBehalfOf } = await findOpen(tx, ctx, input.quoteId)
    // Until it is signed, the quote counts against no limit.
    const { projectId, monthlyCents } = row.order
    await assertWithinSpending(tx, { organisationId, projectId, moreCents: monthlyCents }, ctx.now)
    invariant(ctx.actor.kind === 'account', 'authorize lets accounts pass only')
    if (row.quote.documentHash !== input.documentHash) throw new DomainError('conflict')
    const { accountId } = ctx.actor
    const isNew = await queries.insertSignature(tx, {
      quoteId: row.quote.id,
      organisationId,
      accountId,
      fullName: input.fullName,
      capacity: input.capacity,
      documentHash: input.documentHash,
      ip: ctx.ip,
      signedAt: ctx.now,
    })
    if (!isNew) throw new DomainError('already_exists')
    await holds.insertDecision(tx, {
      id: newId('approvalDecision', ctx.now.getTime()),
      organisationId,
      orderId: row.order.id,
      accountId,
      onBehalfOfAccountId: onBehalfOf,
      decision: 'approved',
      reason: '',
      contentHash: held.held.contentHash,
      decidedAt: ctx.now,
    })
    await recordAudit(tx, ctx, 'quote.signed', {
      organisationId,
      kind: 'quote',
      id: row.quote.id,
      details: {
        number: row.quote.number,
        version: row.quote.version,
        fullName: input.fullName,
        capacity: input.capacity,
        documentHash: input.documentHash,
      },
    })
    const outcome = await advanceHold(tx, ctx, held, 'quote')
    return {
      outcome: outcome === 'released' ? ('ordered' as const) : ('waits' as const),
      orderId: row.order.id,
    }
  }
  return retryConflicts(() => withOrganisation(ctx, sign))
}

/** The try is counted in its own transaction, so that a refusal does not undo it. */
async function spendCode(ctx: OpContext, { quoteId, code }: SignQuoteInput): Promise<void> {
  invariant(ctx.actor.kind === 'account', 'authorize lets accounts pass only')
  const of = { quoteId: quoteId, accountId: ctx.actor.accountId }
  const isRight = await withOrganisation(ctx, async (tx) => {
    if (!(await queries.findQuote(tx, of.quoteId))) throw new DomainError('not_found')
    const expected = await queries.tryQuoteCode(tx, { ...of, now: ctx.now, triesMax })
    if (expected !== hashOf(of.quoteId, of.accountId, code)) return false
    await queries.deleteQuoteCode(tx, of)
    return true
  })
  if (!isRight) throw new DomainError('invalid_code', { field: 'code', params: { reason: 'mailed_code' } })
}

async function findOpen(tx: Tx, ctx: OpContext, quoteId: Id<'quote'>) {
  const row = await queries.findQuote(tx, quoteId)
  if (!row) throw new DomainError('not_found')
  const held = await findHeldForUpdate(tx, row.order.id)
  if (!held?.held.reasons.includes('quote') || held.held.expiresAt <= ctx.now)
    throw new DomainError('state_forbids', { params: { reason: 'quote_not_open' } })
  if (held.held.reasons.includes('operator'))
    throw new DomainError('state_forbids', { params: { reason: 'quote_in_review' } })
  return { row, held, onBehalfOf: await findRepresentedApprover(tx, ctx, held) }
}

const hashOf = (quoteId: string, accountId: string, code: string) =>
  hashSecret(`${quoteId} ${accountId} ${code}`)
