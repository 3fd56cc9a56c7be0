import {
  defineAddressBundle,
  defineBalancerBundle,
  defineBundle,
  defineImage,
  definePrice,
} from '~/lib/catalogue'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import {
  addressPlan,
  addressPrice,
  balancerPlan,
  balancerPrice,
  bundlePlans,
  englishNames,
  imagePlans,
  snapshotPricePercent,
} from '../demonstration/catalogue'

const hundredThousandthsToMicroCents = 1_000n

/** Creates bundles with prices in force since thirteen months ago, and the images of each zone. */
export async function seedCatalogue(ctx: OpContext, zones: readonly { id: Id<'zone'> }[]): Promise<void> {
  const validFrom = addSeconds(ctx.now, -400 * 86_400)
  for (const [position, plan] of bundlePlans.entries()) {
    const bundleId = await defineBundle(ctx, {
      slug: plan.slug,
      name: plan.name,
      nameEn: englishNames[plan.slug],
      family: plan.family,
      ...(plan.instanceType ? { instanceType: plan.instanceType } : {}),
      vcpu: plan.vcpu,
      memoryMib: plan.memoryMib,
      rootDiskGib: plan.rootDiskGib,
      volumeGib: plan.volumeGib,
      volumeClass: plan.volumeClass,
      position,
    })
    const prices = [
      ['compute', plan.vcpu > 0, plan.computePrice],
      ['root_disk', plan.vcpu > 0, plan.rootDiskPrice],
      ['volume', plan.volumeGib > 0, plan.volumePrice],
      ['snapshot', plan.volumeGib > 0, (plan.volumePrice * snapshotPricePercent) / 100],
      ['disk_snapshot', plan.vcpu > 0, (plan.rootDiskPrice * snapshotPricePercent) / 100],
    ] as const
    for (const [meter, applies, price] of prices) {
      if (!applies) continue
      await definePrice(ctx, {
        bundleId,
        meter,
        microCentsPerHour: BigInt(price) * hundredThousandthsToMicroCents,
        validFrom,
      })
    }
  }
  const addresses = await defineAddressBundle(ctx, addressPlan)
  await definePrice(ctx, {
    bundleId: addresses,
    meter: 'public_address',
    microCentsPerHour: BigInt(addressPrice) * hundredThousandthsToMicroCents,
    validFrom,
  })
  const balancers = await defineBalancerBundle(ctx, balancerPlan)
  await definePrice(ctx, {
    bundleId: balancers,
    meter: 'load_balancer',
    microCentsPerHour: BigInt(balancerPrice) * hundredThousandthsToMicroCents,
    validFrom,
  })
  for (const [position, plan] of imagePlans.entries()) {
    const aliases = zones.map((zone) => ({ zoneId: zone.id, alias: plan.slug }))
    await defineImage(ctx, { ...plan, position, zones: aliases })
  }
}
