import { createHash } from 'node:crypto'
import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { printDocument } from '~/lib/documents'
import { authorize } from '~/lib/identity'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addDays } from '~/lib/kernel/time/calendar-day'
import { endOfParisDay, parisDay, parisYear } from '~/lib/kernel/time/paris-day'
import type { Judgement } from '../acceptance/rules'
import { dropOrder } from '../holds/end-hold'
import type { Hold } from '../holds/hold-order'
import { findHeldForUpdate } from '../holds/lock-held'
import { orderNumber } from '../place/order-number'
import { takeNumber } from '../queries/place'
import { notifySigners } from './notify-signers'
import { countOpenQuotes, findQuote, insertQuote } from './queries/quotes'
import { quoteDocument } from './quote-document'
import { readOffer } from './read-offer'

/** Each holds real capacity: an organisation must not reserve the whole datacentre. */
export const openQuotesMax = 10

export type AskedQuote = { validDays: number; replaces?: Id<'quote'> | undefined }
export type StartedQuote = { validUntil: Date; number: string | null; version: number }

/**
 * Prepares a quote: the version it replaces is withdrawn and releases its capacity and names. Called before
 * the lines are checked.
 *
 * @throws DomainError `state_forbids` with too many open quotes, or when the replaced one is no longer open;
 * `not_found`
 */
export async function beginQuote(
  tx: Tx,
  ctx: OpContext,
  organisationId: Id<'organisation'>,
  asked: AskedQuote,
): Promise<StartedQuote> {
  const validUntil = lastInstant(ctx.now, asked.validDays)
  const replaced = asked.replaces ? await findQuote(tx, asked.replaces) : null
  if (asked.replaces && !replaced) throw new DomainError('not_found')
  if (replaced) {
    authorize(ctx, 'order:place', replaced.order.projectId)
    const held = await findHeldForUpdate(tx, replaced.order.id)
    // Checked under the lock: a signed quote no longer waits for its signature.
    if (!held?.held.reasons.includes('quote')) throw forbidden('quote_not_open')
    await dropOrder(tx, ctx, held, 'withdrawn')
  }
  if ((await countOpenQuotes(tx, organisationId)) >= openQuotesMax) throw forbidden('too_many_quotes')
  return {
    validUntil,
    number: replaced?.quote.number ?? null,
    version: (replaced?.quote.version ?? 0) + 1,
  }
}

/** The order's hold including the signature; its capacity is held as long as the quote is valid. Pure. */
export function holdForQuote(hold: Hold | null, { validUntil }: StartedQuote): Hold {
  return {
    approvalsNeeded: hold?.approvalsNeeded ?? 0,
    dayCents: hold?.dayCents ?? null,
    reasons: ['quote', ...(hold?.reasons ?? [])],
    expiresAt: validUntil,
  }
}

/**
 * Writes the quote of a new order: numbered, printed, and sent to its possible signers unless a moderator
 * reviews it first.
 */
export async function writeQuote(
  tx: Tx,
  ctx: OpContext,
  started: StartedQuote,
  of: { organisationId: Id<'organisation'>; orderId: Id<'order'> },
  judged: Judgement,
): Promise<{ id: Id<'quote'>; number: string }> {
  invariant(ctx.actor.kind === 'account', 'an account asked for the quote')
  const id = newId('quote', ctx.now.getTime())
  const { seller, ...offer } = await readOffer(tx, { ...of, now: ctx.now })
  const number =
    started.number ??
    orderNumber('DEV', ctx.now, await takeNumber(tx, seller.id, `quote-${parisYear(ctx.now)}`))
  const { version, validUntil } = started
  const printed = quoteDocument(
    { ...offer, seller, number, version, issuedAt: ctx.now, validUntil },
    ctx.locale,
  )
  const document = await printDocument(printed)
  const documentHash = createHash('sha256').update(document).digest('hex')
  await insertQuote(tx, {
    id,
    ...of,
    number,
    version,
    document,
    documentHash,
    validUntil,
    createdByAccountId: ctx.actor.accountId,
    createdAt: ctx.now,
  })
  await recordAudit(tx, ctx, 'quote.made', {
    organisationId: of.organisationId,
    kind: 'quote',
    id,
    details: { number, version, validUntil: validUntil.toISOString(), documentHash },
  })
  // A quote under review is sent after the moderator's decision.
  if (judged.outcome === 'accepted') await notifySigners(tx, ctx, { ...of, quoteId: id, number, version })
  return { id, number }
}

/** The end of the last day, in Paris: a quote made today for one day is valid through tomorrow. */
function lastInstant(now: Date, validDays: number): Date {
  return endOfParisDay(addDays(parisDay(now), validDays))
}

const forbidden = (reason: string) => new DomainError('state_forbids', { params: { reason } })
