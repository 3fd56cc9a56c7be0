import type { InstanceState } from '~/db/schema/resources/compute'
import type { SnapshotState } from '~/db/schema/resources/snapshots'
import type { Decision } from '../../servers/instance-can'
import { unsettled } from '../copy-can'

/** Snapshots of one server, those on their way included. */
export const instanceSnapshotsMax = 12

export type InstanceSnapshotRefusal =
  | 'is_creating'
  | 'is_changing'
  | 'is_running'
  | 'is_in_rescue'
  | 'is_deleted'
  | 'is_purged'
  | 'is_failed'
  | 'snapshot_changing'
  | 'snapshot_failed'
  | 'too_many_snapshots'
  | 'snapshots_not_sold'
  | 'is_being_copied'

type Instance = { state: InstanceState }
type Snapshot = { state: SnapshotState }

const reasonByState: Record<InstanceState, InstanceSnapshotRefusal | null> = {
  creating: 'is_creating',
  running: null,
  stopping: 'is_changing',
  stopped: null,
  starting: 'is_changing',
  restarting: 'is_changing',
  resizing: 'is_changing',
  moving: 'is_changing',
  restoring: 'is_changing',
  entering_rescue: 'is_changing',
  in_rescue: 'is_in_rescue',
  leaving_rescue: 'is_changing',
  deleted: 'is_deleted',
  purging: 'is_purged',
  purged: 'is_purged',
  failed: 'is_failed',
}

const decide = (reason: InstanceSnapshotRefusal | null): Decision<InstanceSnapshotRefusal> =>
  reason ? { allowed: false, reason } : { allowed: true }

/** What may be done with the snapshots of a server's root disk, and why not. Pure. */
export const instanceSnapshotCan = {
  take(instance: Instance, snapshots: { held: number; areSold: boolean }): Decision<InstanceSnapshotRefusal> {
    const refusal = reasonByState[instance.state]
    if (refusal) return decide(refusal)
    if (!snapshots.areSold) return decide('snapshots_not_sold')
    return decide(snapshots.held >= instanceSnapshotsMax ? 'too_many_snapshots' : null)
  },
  /** Stopped, so that nothing writes meanwhile; while no snapshot of it is on its way. */
  restore(instance: Instance, snapshot: Snapshot, moving: number): Decision<InstanceSnapshotRefusal> {
    if (instance.state === 'running') return decide('is_running')
    const refusal = reasonByState[instance.state] ?? unsettled[snapshot.state]
    return decide(refusal ?? (moving > 0 ? 'snapshot_changing' : null))
  },
  /** Another server may begin as it, running or not. */
  copy(instance: Instance, snapshot: Snapshot): Decision<InstanceSnapshotRefusal> {
    return decide(reasonByState[instance.state] ?? unsettled[snapshot.state])
  },
  /**
   * One that could not be taken is only taken off the list. Not while something happens to the server, nor while
   * another one begins as it.
   */
  delete(instance: Instance, snapshot: Snapshot, copying = 0): Decision<InstanceSnapshotRefusal> {
    if (snapshot.state === 'failed') return decide(null)
    const refusal = reasonByState[instance.state] ?? unsettled[snapshot.state]
    return decide(refusal ?? (copying > 0 ? 'is_being_copied' : null))
  },
}
