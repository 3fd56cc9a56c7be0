import { type Tx, withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { BackupView, CopyView, InstanceSnapshotView, PrivateImageView, SnapshotView } from './copy-views'
import type { CopyKind, CopyRow } from './queries/copies'
import { countInProgress } from './queries/dependents'
import {
  listShownBackups,
  listShownImages,
  listShownServerSnapshots,
  listShownVolumeSnapshots,
} from './queries/listed-copies'

/** More than the maximum of each kind: failed copies are listed too, and not counted. */
const shownMax = { volume_snapshot: 60, server_snapshot: 30, backup: 200, image: 100 }

/**
 * The snapshots of a volume, newest first, and how many copies are being made of the volume or of its
 * snapshots.
 */
export async function readSnapshots(
  tx: Tx,
  volumeId: Id<'volume'>,
  now: Date,
): Promise<{ snapshots: SnapshotView[]; copying: number }> {
  const onTheWay = await countInProgress(tx, 'volume_snapshot', volumeId)
  const rows = await listShownVolumeSnapshots(tx, volumeId, now, shownMax.volume_snapshot)
  const snapshots = rows.map((row) => ({
    ...toCopyView({ ...row, dependents: onTheWay.ofSnapshot(row.copy.id) }),
    scheduledFor: row.copy.scheduledFor?.toISOString() ?? null,
  }))
  return { snapshots, copying: onTheWay.total }
}

/** The snapshots of a server's root disk, newest first. */
export async function readInstanceSnapshots(
  tx: Tx,
  instanceId: Id<'instance'>,
  now: Date,
): Promise<InstanceSnapshotView[]> {
  const onTheWay = await countInProgress(tx, 'server_snapshot', instanceId)
  const rows = await listShownServerSnapshots(tx, instanceId, now, shownMax.server_snapshot)
  return rows.map((row) => toCopyView({ ...row, dependents: onTheWay.ofSnapshot(row.copy.id) }))
}

/** The backups of the organisation's volumes, newest first; failed ones with their reason. */
export async function listBackups(ctx: OpContext): Promise<BackupView[]> {
  authorize(ctx, 'instance:read')
  const rows = await withOrganisation(ctx, (tx) => listShownBackups(tx, ctx.now, shownMax.backup))
  return rows.map((row) => ({
    ...toCopyView(row),
    zone: zoneOf(row),
    volumeClass: row.volumeClass,
    volume: { id: row.copy.volumeId, ...sourceOf(row) },
  }))
}

/** The organisation's own images, newest first; failed ones with their reason. */
export async function listImages(ctx: OpContext): Promise<PrivateImageView[]> {
  authorize(ctx, 'instance:read')
  const rows = await withOrganisation(ctx, (tx) => listShownImages(tx, ctx.now, shownMax.image))
  return rows.map((row) => ({
    ...toCopyView(row),
    zone: zoneOf(row),
    bundleId: row.copy.bundleId,
    base: row.baseName,
    server: { id: row.copy.instanceId, ...sourceOf(row) },
  }))
}

type Listed<Id> = {
  copy: Omit<Pick<CopyRow<CopyKind>, Exclude<keyof CopyView, 'monthlyCents' | 'dependents'>>, 'id'> & {
    id: Id
  }
  monthlyCents: string
  dependents: number
}

/** Field by field, so that a new column never reaches a browser unnoticed. */
function toCopyView<I>({ copy, monthlyCents, dependents }: Listed<I>): Omit<CopyView, 'id'> & { id: I } {
  const { id, name, state, sizeGib, createdAt, takenAt, failureCode } = copy
  return {
    ...{ id, name, state, sizeGib, monthlyCents, dependents, failureCode },
    createdAt: createdAt.toISOString(),
    takenAt: takenAt?.toISOString() ?? null,
  }
}

const zoneOf = (row: { copy: { zoneId: Id<'zone'> }; zoneCode: string; zoneName: string }) => ({
  id: row.copy.zoneId,
  code: row.zoneCode,
  name: row.zoneName,
})

const sourceOf = ({ sourceName, sourceState }: { sourceName: string; sourceState: string }) => ({
  name: sourceName,
  isThere: !['purging', 'purged', 'failed'].includes(sourceState),
})
