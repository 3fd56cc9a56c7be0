import type { VolumeState } from '~/db/schema/resources/compute'
import type { SnapshotState } from '~/db/schema/resources/snapshots'
import type { Decision } from '../servers/instance-can'

/** Snapshots of one volume, those on their way included. */
export const snapshotsMax = 24

export type SnapshotRefusal =
  | 'is_creating'
  | 'is_changing'
  | 'is_attached'
  | 'is_deleted'
  | 'is_purged'
  | 'is_failed'
  | 'snapshot_changing'
  | 'snapshot_failed'
  | 'is_being_copied'
  | 'too_many_snapshots'
  | 'snapshots_not_sold'

type Volume = { state: VolumeState }
type Snapshot = { state: SnapshotState }

const reasonByVolumeState: Record<VolumeState, SnapshotRefusal | null> = {
  creating: 'is_creating',
  available: null,
  attaching: 'is_changing',
  attached: null,
  detaching: 'is_changing',
  restoring: 'is_changing',
  growing: 'is_changing',
  deleted: 'is_deleted',
  purging: 'is_purged',
  purged: 'is_purged',
  failed: 'is_failed',
}

const decide = (reason: SnapshotRefusal | null): Decision<SnapshotRefusal> =>
  reason ? { allowed: false, reason } : { allowed: true }

/** Why a snapshot that is not settled takes no act; null when it is. */
export const unsettled = {
  creating: 'snapshot_changing',
  available: null,
  deleting: 'snapshot_changing',
  deleted: 'is_deleted',
  failed: 'snapshot_failed',
} as const satisfies Record<SnapshotState, SnapshotRefusal | null>

/** What may be done with the snapshots of a volume, and why not. Pure. */
export const snapshotCan = {
  take(volume: Volume, snapshots: { held: number; areSold: boolean }): Decision<SnapshotRefusal> {
    const refusal = reasonByVolumeState[volume.state]
    if (refusal) return decide(refusal)
    if (!snapshots.areSold) return decide('snapshots_not_sold')
    return decide(snapshots.held >= snapshotsMax ? 'too_many_snapshots' : null)
  },
  /** Detached, so that no server sees its disk change; while no snapshot or copy of it is on its way. */
  restore(
    volume: Volume,
    snapshot: Snapshot,
    under: { moving: number; copying: number },
  ): Decision<SnapshotRefusal> {
    if (volume.state === 'attached') return decide('is_attached')
    const refusal = reasonByVolumeState[volume.state] ?? unsettled[snapshot.state]
    if (refusal) return decide(refusal)
    if (under.moving > 0) return decide('snapshot_changing')
    return decide(under.copying > 0 ? 'is_being_copied' : null)
  },
  /** Whatever happens to the volume meanwhile, as long as it is there. */
  copy(volume: Volume, snapshot: Snapshot): Decision<SnapshotRefusal> {
    return decide((isGone(volume) ? reasonByVolumeState[volume.state] : null) ?? unsettled[snapshot.state])
  },
  /** One that could not be taken is only taken off the list. */
  delete(volume: Volume, snapshot: Snapshot, copying = 0): Decision<SnapshotRefusal> {
    if (volume.state === 'restoring') return decide('is_changing')
    if (isGone(volume)) return decide(reasonByVolumeState[volume.state])
    if (snapshot.state === 'failed') return decide(null)
    return decide(unsettled[snapshot.state] ?? (copying > 0 ? 'is_being_copied' : null))
  },
}

const isGone = (volume: Volume) => ['deleted', 'purging', 'purged'].includes(volume.state)
