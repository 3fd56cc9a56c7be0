import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { ZoneSnapshot } from '../scheduler/place-snapshot'
import { countFits, shortOfStock } from '../scheduler/place-stock'
import { emptySnapshot, readSnapshots } from '../scheduler/read-snapshot'
import type { Shape } from '../scheduler/shape'
import type { Stock, StockByZone } from './views'

/**
 * How many more of each shape each zone could sell now, by the shape's key: to this organisation, or to one
 * without dedicated hosts. A closed zone has no entry.
 */
export async function countStock(
  tx: Tx,
  shapes: Record<string, Shape>,
  organisationId: string | null = null,
): Promise<StockByZone> {
  const snapshots = await readSnapshots(tx)
  return Object.fromEntries(
    [...snapshots].map(([zoneId, snapshot]) => {
      const empty = emptySnapshot(snapshot)
      const counts = Object.entries(shapes).map(([key, shape]) => [
        key,
        stockOf(snapshot, empty, shape, organisationId),
      ])
      return [zoneId, Object.fromEntries(counts)]
    }),
  )
}

function stockOf(
  snapshot: ZoneSnapshot,
  empty: ZoneSnapshot,
  shape: Shape,
  organisationId: string | null,
): Stock {
  const free = countFits(snapshot, shape, organisationId)
  return {
    free,
    total: countFits(empty, shape, organisationId),
    short: free > 0 ? null : shortOfStock(snapshot, shape, organisationId),
  }
}

/** The same for one zone, only the free count; zero for everything when it is not in service. */
export async function countStockIn(tx: Tx, zoneId: Id<'zone'>, shape: Shape): Promise<number> {
  const snapshot = (await readSnapshots(tx, zoneId)).get(zoneId)
  return snapshot ? countFits(snapshot, shape) : 0
}
