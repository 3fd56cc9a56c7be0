import { type Tx, withShared, withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { parisDay, startOfParisDay } from '~/lib/kernel/time/paris-day'
import { parisMonth } from '~/lib/kernel/time/paris-month'
import { authorizeCatalogueChange } from '../authorize-change'
import { type PublishTrafficPriceInput, publishTrafficPriceInput } from '../schema'
import type { TrafficPriceEntry, TrafficPriceView } from './price-book-views'
import { parseHourlyPrice } from './price-change'
import * as queries from './queries/traffic-prices'

type Price = { includedMebibytes: bigint; microCentsPerGibibyte: bigint; validFrom: Date }

/**
 * Publishes the traffic price from the first day of a future month: the included amount per server, and the price
 * beyond it. A month that has begun keeps its price; a price announced for the same month is replaced.
 *
 * @throws DomainError `invalid_input` about `price` or `month` (`month_begun`, `price_announced` for a later month)
 */
export async function publishTrafficPrice(ctx: OpContext, raw: PublishTrafficPriceInput): Promise<void> {
  authorizeStaff(ctx, 'price:publish')
  const input = publishTrafficPriceInput.parse(raw)
  // A price per gibibyte has the format of an hourly one: euros with six decimals.
  const microCentsPerGibibyte = parseHourlyPrice(input.price)
  if (microCentsPerGibibyte === null)
    throw new DomainError('invalid_input', { field: 'price', params: { reason: 'gibibyte_price' } })
  const validFrom = startOfParisDay(`${input.month}-01`)
  if (validFrom <= ctx.now)
    throw new DomainError('invalid_input', { field: 'month', params: { reason: 'traffic_month_begun' } })
  const includedMebibytes = BigInt(input.includedGib) * 1_024n
  await withStaff(ctx, (tx) => insertPrice(tx, ctx, { includedMebibytes, microCentsPerGibibyte, validFrom }))
}

/** The same for the seed, which may begin in the past. */
export async function defineTrafficPrice(ctx: OpContext, price: Price): Promise<void> {
  authorizeCatalogueChange(ctx)
  const validFrom = parisMonth(price.validFrom).from
  await withShared(ctx, (tx) => insertPrice(tx, ctx, { ...price, validFrom }))
}

async function insertPrice(tx: Tx, ctx: OpContext, price: Price): Promise<void> {
  const open = await queries.findOpenTrafficPriceForUpdate(tx)
  if (open && open.validFrom > price.validFrom)
    throw new DomainError('invalid_input', { field: 'month', params: { reason: 'price_announced' } })
  if (open) await queries.closeTrafficPrice(tx, open.id, price.validFrom)
  const id = newId('trafficPrice', ctx.now.getTime())
  await queries.insertTrafficPrice(tx, { id, ...price })
  await recordAudit(tx, ctx, 'traffic_price.published', {
    organisationId: null,
    kind: 'traffic_price',
    id,
    details: {
      validFrom: price.validFrom.toISOString(),
      includedMebibytes: price.includedMebibytes.toString(),
      microCentsPerGibibyte: price.microCentsPerGibibyte.toString(),
      succeeds: open?.id ?? null,
    },
  })
}

/** Returns this month's traffic price; null where it is not priced. Public. */
export async function readTrafficPrice(ctx: OpContext): Promise<TrafficPriceView | null> {
  const row = await withShared(ctx, (tx) => queries.findTrafficPrice(tx, parisMonth(ctx.now).from))
  return row && toView(row)
}

/** Lists all traffic prices, latest first, for staff. */
export async function listTrafficPrices(ctx: OpContext): Promise<TrafficPriceEntry[]> {
  authorizeStaff(ctx, 'catalogue:inspect')
  const rows = await withStaff(ctx, (tx) => queries.listTrafficPrices(tx))
  return rows.map((row) => ({
    ...toView(row),
    id: row.id,
    from: parisDay(row.validFrom),
    until: row.validTo && parisDay(row.validTo),
    standing:
      row.validFrom > ctx.now ? 'announced' : row.validTo && row.validTo <= ctx.now ? 'past' : 'in_force',
  }))
}

const toView = (row: queries.TrafficPriceRow): TrafficPriceView => ({
  includedMebibytes: row.includedMebibytes.toString(),
  microCentsPerGibibyte: row.microCentsPerGibibyte.toString(),
})
