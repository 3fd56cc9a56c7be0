import { type Tx, withShared, withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { endOfParisDay } from '~/lib/kernel/time/paris-day'
import { authorizeCatalogueChange } from '../authorize-change'
import type { PromotionEntry } from '../client'
import { effectiveInstant } from '../prices/effective-instant'
import { parsePercent } from '../prices/percent'
import { listBundleRows } from '../queries/price-book'
import {
  type CreatePromotionInput,
  createPromotionInput,
  type EndPromotionInput,
  endPromotionInput,
} from '../schema'
import * as queries from './queries/promotions'

/** Lists all promotions, newest first. */
export async function listPromotions(ctx: OpContext): Promise<PromotionEntry[]> {
  authorizeStaff(ctx, 'catalogue:inspect')
  return withStaff(ctx, async (tx) => {
    const bundles = await listBundleRows(tx)
    return (await queries.listPromotions(tx)).map((row) => ({
      ...row,
      bundles: bundles.filter(({ id }) => row.bundleIds.includes(id)).map(({ name }) => name),
      validFrom: row.validFrom.toISOString(),
      validTo: row.validTo.toISOString(),
      state: stateOf(row, ctx.now),
    }))
  })
}

function stateOf(row: queries.PromotionRow, now: Date): PromotionEntry['state'] {
  if (row.endedAt || row.validTo <= now) return 'over'
  if (row.limitInAll !== null && row.granted >= row.limitInAll) return 'exhausted'
  return row.validFrom > now ? 'announced' : 'open'
}

/**
 * Creates a promotion, granted from its first day to the end of its last; a grant then counts for its months.
 *
 * @throws DomainError `invalid_input` with the field and reason, `name_taken` about `code`
 */
export async function createPromotion(
  ctx: OpContext,
  raw: CreatePromotionInput,
): Promise<{ id: Id<'promotion'> }> {
  authorizeStaff(ctx, 'price:publish')
  const row = promotionOf(ctx, raw)
  await withStaff(ctx, (tx) => insert(tx, ctx, row))
  return { id: row.id }
}

/** The same for the product itself: the seed and tests. */
export async function definePromotion(ctx: OpContext, raw: CreatePromotionInput): Promise<Id<'promotion'>> {
  authorizeCatalogueChange(ctx)
  const row = promotionOf(ctx, raw)
  await withShared(ctx, (tx) => insert(tx, ctx, row))
  return row.id
}

/** Stops granting the promotion; existing grants stay. @throws DomainError `not_found` */
export async function endPromotion(ctx: OpContext, raw: EndPromotionInput): Promise<void> {
  authorizeStaff(ctx, 'price:publish')
  const input = endPromotionInput.parse(raw)
  await withStaff(ctx, async (tx) => {
    const ended = await queries.endPromotion(tx, input.promotionId, ctx.now)
    if (!ended) throw new DomainError('not_found')
    await recordAudit(tx, ctx, 'promotion.ended', {
      organisationId: null,
      kind: 'promotion',
      id: ended.id,
      details: { name: ended.name, granted: ended.granted },
    })
  })
}

type NewPromotion = ReturnType<typeof promotionOf>

function promotionOf(ctx: OpContext, raw: CreatePromotionInput) {
  const input = createPromotionInput.parse(raw)
  const refuse = (field: string, reason: string) =>
    new DomainError('invalid_input', { field, params: { reason } })
  const validFrom = effectiveInstant(input.startsOn, ctx.now)
  const validTo = endOfParisDay(input.endsOn)
  if (validTo <= validFrom) throw refuse('endsOn', 'ends_before_start')
  const basisPoints = input.kind === 'percentage' ? parsePercent(input.value) : null
  const creditCents = input.kind === 'credit' ? parseEuros(input.value) : null
  if (input.kind === 'percentage' && !basisPoints) throw refuse('value', 'percentage')
  if (input.kind === 'credit' && !creditCents) throw refuse('value', 'amount_form')
  return {
    id: newId('promotion', ctx.now.getTime()),
    name: input.name,
    code: input.code === '' ? null : input.code,
    kind: input.kind,
    basisPoints,
    creditCents,
    durationMonths: input.durationMonths,
    bundleIds: [...new Set(input.bundleIds)],
    validFrom,
    validTo,
    limitPerOrganisation: input.limitPerOrganisation,
    limitInAll: input.limitInAll === '' ? null : input.limitInAll,
    createdAt: ctx.now,
  }
}

/** Parses `150` or `150,50` euros to cents; null when invalid. Pure. */
function parseEuros(text: string): bigint | null {
  const match = /^(\d{1,7})(?:[.,](\d{1,2}))?$/.exec(text.replace(/[\s\u00a0\u202f]/g, ''))
  if (!match) return null
  const [, euros = '0', decimals = ''] = match
  return BigInt(euros) * 100n + BigInt(decimals.padEnd(2, '0'))
}

async function insert(tx: Tx, ctx: OpContext, row: NewPromotion): Promise<void> {
  if (!(await queries.insertPromotion(tx, row))) throw new DomainError('name_taken', { field: 'code' })
  await recordAudit(tx, ctx, 'promotion.created', {
    organisationId: null,
    kind: 'promotion',
    id: row.id,
    details: {
      name: row.name,
      kind: row.kind,
      worth: String(row.basisPoints ?? row.creditCents),
      validFrom: row.validFrom.toISOString(),
      validTo: row.validTo.toISOString(),
      limitPerOrganisation: row.limitPerOrganisation,
      limitInAll: row.limitInAll,
    },
  })
}
