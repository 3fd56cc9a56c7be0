import { withOrganisation } from '~/db/client'
import { listBundles } from '~/lib/catalogue'
import { bundleMonthlyCents } from '~/lib/catalogue/client'
import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { readPricedVolume } from '../common/read-resource'
import { growthCost, refuseGrowth } from './growth-rules'

/** A larger bundle of a volume's class. Cents of a full month without VAT, as decimal strings. */
export type GrowthChoice = {
  bundleId: Id<'bundle'>
  name: string
  volumeGib: number
  monthlyCents: string
  /** The additional price of the volume. */
  moreCents: string
  /** How many copies its schedules keep, and their additional price once all have the new size. */
  kept: number
  keptMoreCents: string
}

/**
 * The bundles that a volume can grow to, the cheapest first, each with its complete additional price. Free
 * capacity of the pool is not checked here; the request checks it.
 *
 * @throws DomainError `not_found`
 */
export async function listGrowthChoices(
  ctx: OpContext,
  input: { volumeId: Id<'volume'> },
): Promise<GrowthChoice[]> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx) => {
    const volume = await readPricedVolume(tx, input.volumeId, ctx.now)
    const bundles = (await listBundles(tx, ctx.now)).filter((bundle) => refuseGrowth(volume, bundle) === null)
    const choices: GrowthChoice[] = []
    for (const bundle of bundles) {
      const { ownCents, kept, keptCents } = await growthCost(tx, volume, bundle, ctx.now)
      choices.push({
        bundleId: bundle.id,
        name: bundle.name,
        volumeGib: bundle.volumeGib,
        monthlyCents: bundleMonthlyCents(bundle).toString(),
        moreCents: ownCents.toString(),
        kept,
        keptMoreCents: keptCents.toString(),
      })
    }
    return choices.toSorted((a, b) => Number(BigInt(a.monthlyCents) - BigInt(b.monthlyCents)))
  })
}
