import type { Tx } from '~/db/client'
import { withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { closePrice, insertPrice } from '../queries/catalogue'
import { countLiveByBundle, findBundleForUpdate, listOpenPrices } from '../queries/price-book'
import {
  type PriceChangeInput,
  type PublishPricesInput,
  priceChangeInput,
  publishPricesInput,
} from '../schema'
import type { Meter } from '../views'
import { effectiveInstant } from './effective-instant'
import { pricedMeters } from './price-book'
import type { PricePreview } from './price-book-views'
import { parseHourlyPrice, priceChange } from './price-change'

/**
 * Returns what publishing these prices would change, without writing.
 *
 * @throws DomainError as `publishPrices`
 */
export async function previewPrices(ctx: OpContext, raw: PriceChangeInput): Promise<PricePreview> {
  authorizeStaff(ctx, 'price:publish')
  const input = priceChangeInput.parse(raw)
  return withStaff(ctx, async (tx) => {
    const { change, validFrom } = await planChange(tx, ctx, input)
    const live = (await countLiveByBundle(tx)).get(input.bundleId) ?? 0
    return { ...change, validFrom: validFrom.toISOString(), isAtOnce: validFrom <= ctx.now, live }
  })
}

/**
 * Publishes the prices of the bundle's meters from the start of the day, or at once; the open ones end at that instant.
 * Earlier orders keep their prices. A published price is never changed, only succeeded.
 *
 * @throws DomainError `not_found`; `invalid_input` with the field and reason (a meter that the bundle lacks, a past
 * day, no
 *   change, a price already announced for later); `conflict` when the prices are no longer those of `basis`
 */
export async function publishPrices(ctx: OpContext, raw: PublishPricesInput): Promise<void> {
  authorizeStaff(ctx, 'price:publish')
  const input = publishPricesInput.parse(raw)
  const bundleId = input.bundleId
  await withStaff(ctx, async (tx) => {
    const { change, validFrom, open } = await planChange(tx, ctx, input)
    if (change.basis !== input.basis) throw new DomainError('conflict')
    for (const line of change.lines) {
      const last = open.find((price) => price.meter === line.meter)
      if (last) await closePrice(tx, last.id, validFrom)
      await insertPrice(tx, {
        id: newId('priceVersion', ctx.now.getTime()),
        bundleId,
        meter: line.meter,
        microCentsPerHour: line.to,
        validFrom,
      })
    }
    await recordAudit(tx, ctx, 'price.published', {
      organisationId: null,
      kind: 'bundle',
      id: bundleId,
      details: {
        validFrom: validFrom.toISOString(),
        prices: change.lines.map(({ meter, from, to }) => ({
          meter,
          from: from?.toString() ?? null,
          to: to.toString(),
        })),
      },
    })
  })
}

async function planChange(tx: Tx, ctx: OpContext, input: ReturnType<typeof priceChangeInput.parse>) {
  const bundleId = input.bundleId
  const bundle = await findBundleForUpdate(tx, bundleId)
  if (!bundle) throw new DomainError('not_found')
  const meters = pricedMeters(bundle.kind)
  const wanted = new Map<Meter, bigint>()
  for (const [name, text] of Object.entries(input.prices)) {
    const meter = name as Meter
    if (text === '') continue
    const price = parseHourlyPrice(text)
    const field = `prices.${meter}`
    if (price === null) throw new DomainError('invalid_input', { field, params: { reason: 'hourly_price' } })
    if (!meters.includes(meter)) throw refused(field, 'no_such_meter')
    wanted.set(meter, price)
  }
  const validFrom = effectiveInstant(input.day, ctx.now)
  const open = await listOpenPrices(tx, bundleId)
  const change = priceChange(open, wanted, validFrom)
  if ('refusal' in change) {
    throw refused(change.meter ? `prices.${change.meter}` : 'prices', change.refusal)
  }
  return { change, validFrom, open }
}

const refused = (field: string, reason: string) =>
  new DomainError('invalid_input', { field, params: { reason } })
