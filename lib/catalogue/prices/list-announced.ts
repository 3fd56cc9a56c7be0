import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { BundleEntry } from '../client'
import { listActiveBundleRows } from '../queries/catalogue'
import { listPricesFrom } from '../queries/price-book'
import { bundleEntry } from './price-book'

/** Bundles on sale with an announced price change, and the new price. */
export async function listAnnounced(
  tx: Tx,
  now: Date,
): Promise<Map<Id<'bundle'>, NonNullable<BundleEntry['next']>>> {
  const prices = await listPricesFrom(tx, now)
  const announced = new Map<Id<'bundle'>, NonNullable<BundleEntry['next']>>()
  for (const row of await listActiveBundleRows(tx)) {
    const { next } = bundleEntry(row, prices, 0, now)
    if (next) announced.set(row.id, next)
  }
  return announced
}
