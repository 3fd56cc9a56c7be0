import { type Tx, withShared, withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeCatalogueChange } from '../authorize-change'
import type { NegotiatedPreview } from '../client'
import { listActiveBundleRows, listPricesInForce } from '../queries/catalogue'
import {
  type NegotiatedListInput,
  negotiatedListInput,
  type PublishListInput,
  publishListInput,
} from '../schema'
import { type BundleFamily, bundleFamilies, metersOf } from '../views'
import { effectiveInstant } from './effective-instant'
import { hasConflictingLines, negotiatedChanges } from './negotiated-list'
import { type OwnPriceRule, splitFixedPrice } from './own-price'
import { parsePercent } from './percent'
import { parseHourlyPrice } from './price-change'
import * as queries from './queries/negotiated'

/**
 * Returns what publishing this list would change for the organisation, without writing. @throws DomainError as
 * `publishList`
 */
export async function previewList(ctx: OpContext, raw: NegotiatedListInput): Promise<NegotiatedPreview> {
  authorizeStaff(ctx, 'price:publish')
  const input = negotiatedListInput.parse(raw)
  return withStaff(ctx, async (tx) => {
    const { changes, validFrom, basis } = await plan(tx, ctx, input)
    return { changes, validFrom: validFrom.toISOString(), isAtOnce: validFrom <= ctx.now, basis }
  })
}

/**
 * Publishes the organisation's prices from the start of the day, or at once. The previous list ends at that instant; a
 * list without lines restores the public prices. Earlier orders keep their prices. A published list is never changed,
 * only succeeded.
 *
 * @throws DomainError `not_found`; `invalid_input` with the field and reason; `conflict` when prices or list are no
 * longer
 *   those of `basis`
 */
export async function publishList(ctx: OpContext, raw: PublishListInput): Promise<void> {
  authorizeStaff(ctx, 'price:publish')
  const input = publishListInput.parse(raw)
  await withStaff(ctx, async (tx) => {
    const planned = await plan(tx, ctx, input)
    if (planned.basis !== input.basis) throw new DomainError('conflict')
    await write(tx, ctx, input, planned)
  })
}

/** The same for the product itself: the seed and tests. */
export async function defineList(ctx: OpContext, raw: NegotiatedListInput): Promise<void> {
  authorizeCatalogueChange(ctx)
  const input = negotiatedListInput.parse(raw)
  await withShared(ctx, async (tx) => write(tx, ctx, input, await plan(tx, ctx, input)))
}

type Input = ReturnType<typeof negotiatedListInput.parse>
type Planned = Awaited<ReturnType<typeof plan>>

async function plan(tx: Tx, ctx: OpContext, input: Input) {
  const organisationId = input.organisationId
  const organisation = await queries.findOrganisationForUpdate(tx, organisationId)
  if (!organisation) throw new DomainError('not_found')
  const validFrom = effectiveInstant(input.day, ctx.now)
  const open = await queries.findOpenList(tx, organisationId)
  // An announced list may be succeeded at its own start, so that it never takes effect.
  const isBefore =
    open && (open.validFrom > ctx.now ? open.validFrom > validFrom : open.validFrom >= validFrom)
  if (isBefore) throw new DomainError('invalid_input', { field: 'day', params: { reason: 'list_announced' } })
  const inForce = await listPricesInForce(tx, ctx.now)
  const bundles = (await listActiveBundleRows(tx)).map((row) => ({
    ...row,
    prices: inForce.filter((price) => price.bundleId === row.id && metersOf(row.kind).includes(price.meter)),
  }))
  const rules = input.lines.map((line, at) => ruleOf(line, at, bundles))
  const twice = hasConflictingLines(rules)
  if (twice !== null) throw refused(twice, 'what', 'said_twice')
  const before = open
    ? (await queries.listPricesOfLists(tx, organisationId)).filter((price) => price.listId === open.id)
    : []
  const basis = [open?.id ?? '-', ...inForce.map(({ id }) => id).sort()].join(' ')
  const changes = negotiatedChanges(bundles, before, rules)
  return { rules, validFrom, open, basis: hashed(basis), changes, bundles }
}

type Bundle = { id: Id<'bundle'>; prices: Parameters<typeof splitFixedPrice>[1] }

type ListedRule = OwnPriceRule & { bundleId: Id<'bundle'> | null }

/** Converts a line to a rule: a discount, or a price of the whole bundle split by meter. */
function ruleOf(line: Input['lines'][number], at: number, bundles: readonly Bundle[]): ListedRule {
  const family = bundleFamilies.find((each) => each === line.what) ?? null
  const bundle = bundles.find((each) => each.id === line.what)
  if (!family && !bundle) throw refused(at, 'what', 'not_on_sale')
  const what = { bundleId: bundle?.id ?? null, family: family as BundleFamily | null }
  if (line.how === 'percentage') {
    const basisPoints = parsePercent(line.value)
    if (!basisPoints) throw refused(at, 'value', 'percentage')
    return { ...what, basisPoints, fixed: null }
  }
  if (!bundle) throw refused(at, 'how', 'fixed_needs_bundle')
  const whole = parseHourlyPrice(line.value)
  if (whole === null) throw refused(at, 'value', 'hourly_price')
  const publicPrices = bundle.prices.reduce((sum, price) => sum + price.microCentsPerHour, 0n)
  if (whole > publicPrices) throw refused(at, 'value', 'above_public')
  return { ...what, basisPoints: null, fixed: splitFixedPrice(whole, bundle.prices) }
}

async function write(tx: Tx, ctx: OpContext, input: Input, planned: Planned): Promise<void> {
  const organisationId = input.organisationId
  const { rules, validFrom, open, changes, bundles } = planned
  // The journal has French names, whichever language the publisher reads.
  const nameOf = (bundleId: string) => bundles.find((bundle) => bundle.id === bundleId)?.nameFr ?? ''
  const id = newId('negotiatedList', ctx.now.getTime())
  if (open) await queries.closeList(tx, open.id, validFrom)
  await queries.insertList(
    tx,
    {
      id,
      organisationId,
      reason: input.reason,
      validFrom,
      publishedByStaffId: ctx.actor.kind === 'staff' ? ctx.actor.staffId : null,
      publishedAt: ctx.now,
    },
    rules.map((rule, position) => ({ ...rule, position })),
  )
  await recordAudit(tx, ctx, 'negotiated_list.published', {
    organisationId,
    kind: 'negotiated_list',
    id,
    details: {
      reason: input.reason,
      validFrom: validFrom.toISOString(),
      prices: changes.map((each) => `${nameOf(each.bundleId)}: ${each.fromCents} > ${each.toCents}`),
    },
  })
}

/** A short hash; it only has to distinguish two states of the catalogue. */
function hashed(text: string): string {
  let hash = 0xcbf29ce484222325n
  for (const character of text)
    hash = BigInt.asUintN(64, (hash ^ BigInt(character.charCodeAt(0))) * 0x100000001b3n)
  return hash.toString(16)
}

const refused = (at: number, field: string, reason: string) =>
  new DomainError('invalid_input', { field: `lines.${at}.${field}`, params: { reason } })
