import type { Tx } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { monthlyCents } from '~/lib/kernel/money'
import { selectAgreedPrice } from '~/lib/usage/rows'
import { toSnapshotView } from '../common/to-view'
import type { SnapshotView } from '../common/views'
import { countCopies, findSnapshot, listShownSnapshots } from './queries/copies'

/** Those that could not be taken are listed too, and not counted. */
const shownMax = 60

type Priced = { bundleId: Id<'bundle'>; orderLineId: Id<'orderLine'> }

/** The snapshots of a volume, newest first, and how many copies are being made of it or of them. */
export async function readSnapshots(
  tx: Tx,
  volumeId: Id<'volume'>,
  now: Date,
): Promise<{ snapshots: SnapshotView[]; copying: number }> {
  const copies = await countCopies(tx, volumeId)
  const rows = await listShownSnapshots(tx, volumeId, now, shownMax)
  const snapshots = rows.map((row) => toSnapshotView({ ...row, copying: copies.ofSnapshot(row.snapshot.id) }))
  return { snapshots, copying: copies.copying }
}

/** What one more snapshot of the volume would cost over a full month; null where none is sold. */
export async function snapshotMonthlyCents(tx: Tx, volume: Priced, at: Date): Promise<bigint | null> {
  const price = await selectAgreedPrice(tx, { ...volume, meter: 'snapshot', at })
  return price && monthlyCents(price.microCentsPerHour)
}

/** What the volume itself costs over a full month, at the price that it has now. */
export async function volumeMonthlyCents(tx: Tx, volume: Priced, at: Date): Promise<bigint> {
  const price = await selectAgreedPrice(tx, { ...volume, meter: 'volume', at })
  return price ? monthlyCents(price.microCentsPerHour) : 0n
}

/** Whose snapshot it is. @throws DomainError `not_found`, another organisation's included */
export async function volumeOfSnapshot(tx: Tx, id: Id<'snapshot'>): Promise<Id<'volume'>> {
  const row = await findSnapshot(tx, id)
  if (!row) throw new DomainError('not_found')
  return row.volumeId
}
