import { type Tx, withOrganisation } from '~/db/client'
import { listBundles } from '~/lib/catalogue'
import type { BundleView } from '~/lib/catalogue/client'
import { authorize } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { countStock } from '~/lib/placement'
import type { Shape, StockByZone } from '~/lib/placement/client'
import type { ReadyTimes } from '../views'
import { readReadyTimes } from './ready-times'

/** How many of each bundle each zone can still sell now, and the delivery time there. Keys are ids. */
export async function readStock(ctx: OpContext): Promise<{ stock: StockByZone; ready: ReadyTimes }> {
  authorize(ctx, 'catalogue:read')
  return withOrganisation(ctx, async (tx, organisationId) => ({
    stock: await stockOf(tx, await listBundles(tx, ctx.now), organisationId),
    ready: await readReadyTimes(tx),
  }))
}

/** Stock by zone and bundle, for this organisation or for one without dedicated hosts. */
export async function stockOf(
  tx: Tx,
  bundles: readonly BundleView[],
  organisationId: string | null = null,
): Promise<StockByZone> {
  const shapes = Object.fromEntries(bundles.map((bundle) => [bundle.id, shapeOf(bundle)]))
  return countStock(tx, shapes, organisationId)
}

function shapeOf(bundle: BundleView): Shape {
  return {
    vcpu: bundle.vcpu,
    memoryMib: bundle.memoryMib,
    diskGib: bundle.rootDiskGib,
    poolGib: bundle.volumeGib,
    volumeClass: bundle.volumeClass,
    requiredLabels: bundle.requiredLabels,
  }
}
