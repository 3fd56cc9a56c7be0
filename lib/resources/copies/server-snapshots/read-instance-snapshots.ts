import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { monthlyCents } from '~/lib/kernel/money'
import { selectAgreedPrice } from '~/lib/usage/rows'
import type { InstanceSnapshotView } from '../../common/views'
import { type InstanceSnapshotRow, listShownInstanceSnapshots } from './queries/instance-snapshots'

/** Those that could not be taken are listed too, and not counted. */
const shownMax = 30

type Priced = { bundleId: Id<'bundle'>; orderLineId: Id<'orderLine'> }

/** The snapshots of a server, newest first. */
export async function readInstanceSnapshots(
  tx: Tx,
  instanceId: Id<'instance'>,
  now: Date,
): Promise<InstanceSnapshotView[]> {
  return (await listShownInstanceSnapshots(tx, instanceId, now, shownMax)).map(toView)
}

/** What one more snapshot of the server would cost over a full month; null where none is sold. */
export async function instanceSnapshotMonthlyCents(
  tx: Tx,
  instance: Priced,
  at: Date,
): Promise<bigint | null> {
  const price = await selectAgreedPrice(tx, { ...instance, meter: 'disk_snapshot', at })
  return price && monthlyCents(price.microCentsPerHour)
}

/** What a server costs a full month with its disk, at the prices that it has now. */
export async function serverMonthlyCents(
  tx: Tx,
  instance: Priced & { commitmentId: Id<'commitment'> | null },
  at: Date,
): Promise<bigint> {
  const compute = await selectAgreedPrice(tx, { ...instance, meter: 'compute', at })
  const disk = await selectAgreedPrice(tx, { ...instance, meter: 'root_disk', at })
  return monthlyCents((compute?.microCentsPerHour ?? 0n) + (disk?.microCentsPerHour ?? 0n))
}

/** What a server costs a full month beside its disk, at the price that it has now. */
export async function computeMonthlyCents(
  tx: Tx,
  instance: Priced & { commitmentId: Id<'commitment'> | null },
  at: Date,
): Promise<bigint> {
  const price = await selectAgreedPrice(tx, { ...instance, meter: 'compute', at })
  return price ? monthlyCents(price.microCentsPerHour) : 0n
}

function toView(row: {
  snapshot: InstanceSnapshotRow
  monthlyCents: string
  copying: number
}): InstanceSnapshotView {
  const { id, name, state, sizeGib, createdAt, takenAt, failureCode } = row.snapshot
  return {
    id,
    name,
    state,
    sizeGib,
    monthlyCents: row.monthlyCents,
    copying: row.copying,
    createdAt: createdAt.toISOString(),
    takenAt: takenAt?.toISOString() ?? null,
    failureCode,
  }
}
