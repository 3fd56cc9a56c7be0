import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { Shape, StockByZone } from './client'
import { countFits } from './place-stock'
import { readSnapshots } from './read-snapshot'

/** How many more of each shape could be sold in each zone now, by the shape's key. A closed zone has no entry. */
export async function countStock(tx: Tx, shapes: Record<string, Shape>): Promise<StockByZone> {
  const snapshots = await readSnapshots(tx)
  return Object.fromEntries(
    [...snapshots].map(([zoneId, snapshot]) => [
      zoneId,
      Object.fromEntries(Object.entries(shapes).map(([key, shape]) => [key, countFits(snapshot, shape)])),
    ]),
  )
}

/** The same for one zone; zero for everything when it is not in service. */
export async function countStockIn(tx: Tx, zoneId: Id<'zone'>, shape: Shape): Promise<number> {
  const snapshot = (await readSnapshots(tx, zoneId)).get(zoneId)
  return snapshot ? countFits(snapshot, shape) : 0
}
