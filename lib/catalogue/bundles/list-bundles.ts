import { type Tx, withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { TermMonths } from '../client'
import { ownMicroCents, ruleFor } from '../prices/own-price'
import * as catalogue from '../queries/catalogue'
import { type BundleView, metersOf } from '../views'
import { listOwnPrices, listRatesInForce } from './queries/own-prices'

/**
 * Bundles on sale with the prices in force at `now`: the organisation's own in a transaction of an organisation,
 * otherwise the public ones. A bundle with an incomplete price is left out, because it would look cheaper than it is.
 */
export async function listBundles(tx: Tx, now: Date): Promise<BundleView[]> {
  const rows = await catalogue.listActiveBundleRows(tx)
  const book = await readBook(tx, now)
  return rows.map((row) => bundleView(row, book)).filter((view) => view !== null)
}

/** `name` is the French one, as records and waiting changes keep it. */
type FoundBundle = BundleView & { nameEn: string; isActive: boolean }

/**
 * Returns one bundle by id, on sale or not, with its prices in force; null when unknown, incompletely priced, or not a
 * bundle of servers and volumes.
 */
export async function findBundle(tx: Tx, id: Id<'bundle'>, now: Date): Promise<FoundBundle | null> {
  const found = await findOrderable(tx, id, now)
  return found?.kind === 'address' ? null : found
}

/** The same with public addresses, which an order may also name. They are sold at the public price. */
export async function findOrderable(tx: Tx, id: Id<'bundle'>, now: Date): Promise<FoundBundle | null> {
  const row = await catalogue.findBundleRow(tx, id)
  if (!row) return null
  const book = await readBook(tx, now, [id])
  const view = bundleView(row, row.kind === 'address' ? { ...book, own: [] } : book)
  return view && { ...view, nameEn: row.nameEn, isActive: row.isActive }
}

/** Bundles on sale at the organisation's prices. */
export async function listOwnBundles(ctx: OpContext): Promise<BundleView[]> {
  authorize(ctx, 'catalogue:read')
  return withOrganisation(ctx, (tx) => listBundles(tx, ctx.now))
}

type Book = Awaited<ReturnType<typeof readBook>>

async function readBook(tx: Tx, now: Date, ids?: Id<'bundle'>[]) {
  return {
    prices: await catalogue.listPricesInForce(tx, now, ids),
    own: await listOwnPrices(tx, now),
    rates: await listRatesInForce(tx, now),
  }
}

function bundleView(row: catalogue.BundleRow, book: Book): BundleView | null {
  const rule = ruleFor(book.own, row)
  const prices = book.prices
    .filter((price) => price.bundleId === row.id && metersOf(row.kind).includes(price.meter))
    .map(({ id, meter, microCentsPerHour: publicPrice }) => {
      const own = ownMicroCents(rule, meter, publicPrice)
      return {
        id,
        meter,
        microCentsPerHour: own,
        ...(own < publicPrice && { listMicroCentsPerHour: publicPrice }),
      }
    })
  const priced = metersOf(row.kind).every((meter) => prices.some((price) => price.meter === meter))
  if (!priced) return null
  const sum = prices.reduce((all, price) => all + price.microCentsPerHour, 0n)
  const publicPrice = prices.reduce(
    (all, price) => all + (price.listMicroCentsPerHour ?? price.microCentsPerHour),
    0n,
  )
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    kind: row.kind,
    family: row.family,
    instanceType: row.instanceType,
    vcpu: row.vcpu,
    memoryMib: row.memoryMib,
    rootDiskGib: row.rootDiskGib,
    volumeGib: row.volumeGib,
    volumeClass: row.volumeClass,
    requiredLabels: row.requiredLabels,
    placement: row.placement,
    prices,
    microCentsPerHour: sum,
    ...(sum < publicPrice && { listMicroCentsPerHour: publicPrice }),
    terms: book.rates
      .filter((rate) => rate.family === row.family)
      .map(({ months, basisPoints }) => ({ months: months as TermMonths, basisPoints })),
    fields: row.orderFields,
  }
}
