import { type Tx, withOrganisation, withShared } from '~/db/client'
import { readVatRate } from '~/lib/billing'
import { authorize, limitLinkAttempts, may } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { monthlyCents } from '~/lib/kernel/money'
import type { OpContext } from '~/lib/kernel/op-context'
import { hashSecret } from '~/lib/kernel/secrets/secrets'
import { findHeld } from '../holds/queries/holds'
import { readEffects } from '../holds/read-effects'
import { engagementOf } from '../orders/engagement'
import { maySign } from './may-sign'
import * as queries from './queries/quotes'
import { quoteState } from './quote-state'
import type { QuoteSummary, QuoteView, SharedQuoteView } from './views'

const listedMax = 200

/** The quotes of the organisation, latest first, every version. */
export async function listQuotes(ctx: OpContext): Promise<QuoteSummary[]> {
  authorize(ctx, 'order:read')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const rows = await queries.listQuotes(tx, organisationId, listedMax)
    return rows.map((row) => {
      const { number, version } = row.quote
      const hasLaterVersion = rows.some(
        (each) => each.quote.number === number && each.quote.version > version,
      )
      return summary(row, hasLaterVersion)
    })
  })
}

/** One quote with all data of its page. @throws DomainError `not_found` */
export async function getQuote(ctx: OpContext, input: { quoteId: Id<'quote'> }): Promise<QuoteView> {
  authorize(ctx, 'order:read')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const row = await findQuote(tx, input.quoteId)
    const later = await queries.findLaterVersion(tx, row.quote.number, row.quote.version)
    const isOwn = ctx.actor.kind === 'account' && ctx.actor.accountId === row.order.placedByAccountId
    const lines = await queries.listQuotedLines(tx, row.order.id)
    const isOpen = row.order.state === 'held'
    const held = isOpen ? await heldOf(tx, row) : null
    const mayOrder = may(ctx, 'order:place', row.order.projectId)
    return {
      ...summary(row, later !== null),
      orderId: row.order.id,
      orderNumber: row.order.number,
      lines: lines.map(({ line, bundle, zone }) => ({
        name: line.name,
        bundle: bundle.name,
        zone: zone.name,
        quantity: line.quantity,
        termMonths: line.commitment?.termMonths ?? 0,
        monthlyCents: (monthlyCents(line.microCentsPerHour) * BigInt(line.quantity)).toString(),
      })),
      engagement: engagementOf(
        row.order.monthlyCents,
        lines.map(({ line }) => line),
        await readVatRate(tx, ctx.now, organisationId),
      ),
      references: { ...lines[0]?.line.costReferences },
      documentHash: row.quote.documentHash,
      signature: row.signature && {
        fullName: row.signature.fullName,
        capacity: row.signature.capacity,
        signedAt: row.signature.signedAt.toISOString(),
      },
      later,
      hasLink: row.quote.hasLink,
      effects: held ? await readEffects(tx, ctx, held) : [],
      maySign: isOpen && !row.signature && (await maySign(tx, ctx, held)),
      mayWithdraw: isOpen && mayOrder && (isOwn || ctx.membership?.role === 'owner'),
      mayOrder,
    }
  })
}

/** The signed file, as it was printed. @throws DomainError `not_found` */
export async function readQuoteFile(
  ctx: OpContext,
  input: { quoteId: Id<'quote'> },
): Promise<{ name: string; content: Uint8Array }> {
  authorize(ctx, 'order:read')
  return withOrganisation(ctx, async (tx) => {
    const { quote } = await findQuote(tx, input.quoteId)
    const content = await queries.readQuoteDocument(tx, quote.id)
    if (!content) throw new DomainError('not_found')
    return { name: fileName(quote), content }
  })
}

/**
 * The content of a share link, for anyone who has it. Public by intent. @throws DomainError `not_found`,
 * `rate_limited`
 */
export async function showSharedQuote(ctx: OpContext, input: { secret: string }): Promise<SharedQuoteView> {
  const found = await findShared(ctx, input.secret)
  return {
    number: found.number,
    version: found.version,
    state: quoteState({ orderState: found.state, isSigned: found.signedAt !== null, hasLaterVersion: false }),
    monthlyCents: found.monthlyCents.toString(),
    validUntil: found.validUntil.toISOString(),
    documentHash: found.documentHash,
    quoteId: found.quoteId,
    organisationId: found.organisationId,
  }
}

/** Its file, by the same link. @throws DomainError `not_found`, `rate_limited` */
export async function readSharedQuoteFile(
  ctx: OpContext,
  input: { secret: string },
): Promise<{ name: string; content: Uint8Array }> {
  const found = await findShared(ctx, input.secret)
  const content = await withShared(ctx, (tx) => queries.readSharedQuote(tx, hashSecret(input.secret)))
  if (!content) throw new DomainError('not_found')
  return { name: fileName(found), content }
}

async function findShared(ctx: OpContext, secret: string) {
  await limitLinkAttempts(ctx)
  const found = await withShared(ctx, (tx) => queries.findSharedQuote(tx, hashSecret(secret)))
  if (!found) throw new DomainError('not_found')
  return found
}

async function findQuote(tx: Tx, id: Id<'quote'>): Promise<queries.QuoteRow> {
  const row = await queries.findQuote(tx, id)
  if (!row) throw new DomainError('not_found')
  return row
}

async function heldOf(tx: Tx, row: queries.QuoteRow) {
  const held = await findHeld(tx, row.order.id)
  return held && { order: row.order, held }
}

function summary(row: queries.QuoteRow, hasLaterVersion: boolean): QuoteSummary {
  const { quote, order } = row
  return {
    id: quote.id,
    number: quote.number,
    version: quote.version,
    state: quoteState({
      orderState: order.state,
      isSigned: row.signature !== null,
      hasLaterVersion,
      isInReview: row.isInReview,
    }),
    project: row.project,
    monthlyCents: order.monthlyCents.toString(),
    createdBy: row.createdBy,
    createdAt: quote.createdAt.toISOString(),
    validUntil: quote.validUntil.toISOString(),
  }
}

const fileName = ({ number, version }: { number: string; version: number }) => `${number}-v${version}.pdf`
