import type { Tx } from '~/db/client'
import * as catalogue from '~/db/queries/catalogue'
import type { Id } from '~/lib/kernel/ids'
import { type BundleView, metersOf } from './client'

/**
 * Bundles on sale with the prices in force at `now`. One whose price is incomplete is not on sale: it is
 * left out rather than shown cheaper than it is.
 */
export async function listBundles(tx: Tx, now: Date): Promise<BundleView[]> {
  const rows = await catalogue.listActiveBundleRows(tx)
  const prices = await catalogue.listPricesInForce(tx, now)
  return rows.map((row) => bundleView(row, prices)).filter((view) => view !== null)
}

/**
 * One bundle by id, on sale or not, with its prices in force; null when unknown, without a full price, or no bundle of
 * servers and volumes.
 */
export async function findBundle(
  tx: Tx,
  id: Id<'bundle'>,
  now: Date,
): Promise<(BundleView & { isActive: boolean }) | null> {
  const row = await catalogue.findBundleRow(tx, id)
  if (!row || row.kind === 'address') return null
  const view = bundleView(row, await catalogue.listPricesInForce(tx, now, [id]))
  return view && { ...view, isActive: row.isActive }
}

function bundleView(row: catalogue.BundleRow, allPrices: readonly catalogue.PriceRow[]): BundleView | null {
  const prices = allPrices
    .filter((price) => price.bundleId === row.id && metersOf(row.kind).includes(price.meter))
    .map(({ id, meter, microCentsPerHour }) => ({ id, meter, microCentsPerHour }))
  const priced = metersOf(row.kind).every((meter) => prices.some((price) => price.meter === meter))
  if (!priced) return null
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
    microCentsPerHour: prices.reduce((sum, price) => sum + price.microCentsPerHour, 0n),
  }
}
