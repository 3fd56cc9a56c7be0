import type { Tx } from '~/db/client'
import { type BundleView, bundleMonthlyCents } from '~/lib/catalogue/client'
import type { Id } from '~/lib/kernel/ids'
import { copyMonthlyCents, volumeMonthlyCents } from '../common/monthly-cents'
import { findSchedule } from '../schedules/queries/schedules'

type Volume = {
  id: Id<'volume'>
  bundleId: Id<'bundle'>
  orderLineId: Id<'orderLine'>
  sizeGib: number
  volumeClass: string
}

/** Why a volume cannot take this bundle; null when it can. A volume keeps its class and never shrinks. Pure. */
export function refuseGrowth(
  volume: Pick<Volume, 'sizeGib' | 'volumeClass'>,
  bundle: Pick<BundleView, 'kind' | 'volumeClass' | 'volumeGib'>,
): 'other_class' | 'not_larger' | null {
  if (bundle.kind !== 'storage' || bundle.volumeClass !== volume.volumeClass) return 'other_class'
  return bundle.volumeGib <= volume.sizeGib ? 'not_larger' : null
}

/**
 * The additional monthly price of a volume with this bundle: the volume itself from its new size on, and the
 * copies of its schedules once all of them have the new size. Existing copies keep their price.
 */
export async function growthCost(
  tx: Tx,
  volume: Volume,
  bundle: BundleView,
  now: Date,
): Promise<{ ownCents: bigint; kept: number; keptCents: bigint }> {
  const ownCents = bundleMonthlyCents(bundle) - (await volumeMonthlyCents(tx, volume, now))
  const schedules = [
    await findSchedule(tx, { volumeId: volume.id, kind: 'snapshot' }),
    await findSchedule(tx, { volumeId: volume.id, kind: 'backup' }),
  ]
  const kept = schedules.reduce((sum, schedule) => sum + (schedule?.keep ?? 0), 0)
  if (kept === 0) return { ownCents, kept, keptCents: 0n }
  const before = (await copyMonthlyCents(tx, 'volume_snapshot', volume, now)) ?? 0n
  const after = (await copyMonthlyCents(tx, 'volume_snapshot', { ...volume, bundleId: bundle.id }, now)) ?? 0n
  return { ownCents, kept, keptCents: (after - before) * BigInt(kept) }
}
