import type { InstanceState, VolumeState } from '~/db/schema/resources/compute'
import type { SnapshotState } from '~/db/schema/resources/snapshots'
import type { Decision } from '../servers/instance-can'
import { type VolumeRefusal, volumeCan } from '../volumes/volume-can'
import { copyKinds } from './copy-kinds'
import type { CopyKind } from './queries/copies'

/** Why an action is refused; the texts are `errors.reason.<reason>`. */
export type CopyRefusal =
  | VolumeRefusal
  | 'is_running'
  | 'is_in_rescue'
  | 'is_lost'
  | 'is_being_copied'
  | (typeof copyKinds)[CopyKind]['refusals'][keyof (typeof copyKinds)[CopyKind]['refusals']]

type Volume = { state: VolumeState }
type Instance = { state: InstanceState }
type Copy = { state: SnapshotState }
/** The facts for making one more: how many exist or are in progress, and whether they have a price. */
type OneMore = { held: number; areSold: boolean }

const decide = (reason: CopyRefusal | null): Decision<CopyRefusal> =>
  reason ? { allowed: false, reason } : { allowed: true }

const isChanging = 'is_changing'

const reasonByVolumeState: Record<VolumeState, CopyRefusal | null> = {
  creating: 'is_creating',
  available: null,
  attaching: isChanging,
  attached: null,
  detaching: isChanging,
  restoring: isChanging,
  growing: isChanging,
  deleted: 'is_deleted',
  purging: 'is_purged',
  purged: 'is_purged',
  failed: 'is_failed',
}

const reasonByInstanceState: Record<InstanceState, CopyRefusal | null> = {
  creating: 'is_creating',
  running: null,
  stopping: isChanging,
  stopped: null,
  starting: isChanging,
  restarting: isChanging,
  resizing: isChanging,
  moving: isChanging,
  restoring: isChanging,
  entering_rescue: isChanging,
  in_rescue: 'is_in_rescue',
  leaving_rescue: isChanging,
  lost: 'is_lost',
  recovering: isChanging,
  deleted: 'is_deleted',
  purging: 'is_purged',
  purged: 'is_purged',
  failed: 'is_failed',
}

/** Why a copy that is not available refuses an action; null when it is available. */
function unavailable(kind: CopyKind, { state }: Copy): CopyRefusal | null {
  if (state === 'available') return null
  if (state === 'deleted') return 'is_deleted'
  const { failed, changing } = copyKinds[kind].refusals
  return state === 'failed' ? failed : changing
}

function refuseOneMore(kind: CopyKind, { held, areSold }: OneMore): CopyRefusal | null {
  const { max, refusals } = copyKinds[kind]
  if (!areSold) return refusals.notSold
  return held >= max ? refusals.tooMany : null
}

/** Refused while it is in use as a source. A failed copy is only removed from the list. */
function refuseDeletion(kind: CopyKind, copy: Copy, dependents: number): CopyRefusal | null {
  if (copy.state === 'failed') return null
  return unavailable(kind, copy) ?? (dependents > 0 ? 'is_being_copied' : null)
}

const isGone = (volume: Volume) => ['deleted', 'purging', 'purged'].includes(volume.state)

const volumeSnapshotCan = {
  make: (volume: Volume, more: OneMore) =>
    decide(reasonByVolumeState[volume.state] ?? refuseOneMore('volume_snapshot', more)),
  /** Detached, so that no server sees its disk change; while none of the volume's snapshots is in progress. */
  restore(volume: Volume, snapshot: Copy, under: { moving: number; copying: number }): Decision<CopyRefusal> {
    if (volume.state === 'attached') return decide('is_attached')
    const refusal = reasonByVolumeState[volume.state] ?? unavailable('volume_snapshot', snapshot)
    if (refusal) return decide(refusal)
    if (under.moving > 0) return decide('snapshot_changing')
    return decide(under.copying > 0 ? 'is_being_copied' : null)
  },
  /** A volume can be created from it during any operation on its own volume, as long as that exists. */
  beginAs: (volume: Volume, snapshot: Copy) =>
    decide(
      (isGone(volume) ? reasonByVolumeState[volume.state] : null) ?? unavailable('volume_snapshot', snapshot),
    ),
  delete(volume: Volume, snapshot: Copy, dependents = 0): Decision<CopyRefusal> {
    if (volume.state === 'restoring') return decide(isChanging)
    if (isGone(volume)) return decide(reasonByVolumeState[volume.state])
    return decide(refuseDeletion('volume_snapshot', snapshot, dependents))
  },
}

const serverSnapshotCan = {
  make: (instance: Instance, more: OneMore) =>
    decide(reasonByInstanceState[instance.state] ?? refuseOneMore('server_snapshot', more)),
  /** Stopped, so that nothing writes to the disk; while none of its snapshots is in progress. */
  restore(instance: Instance, snapshot: Copy, moving: number): Decision<CopyRefusal> {
    if (instance.state === 'running') return decide('is_running')
    const refusal = reasonByInstanceState[instance.state] ?? unavailable('server_snapshot', snapshot)
    return decide(refusal ?? (moving > 0 ? 'snapshot_changing' : null))
  },
  /** A server can be created from it, whether its own server runs or not. */
  beginAs: (instance: Instance, snapshot: Copy) =>
    decide(reasonByInstanceState[instance.state] ?? unavailable('server_snapshot', snapshot)),
  /** Not during an operation on the server: both change the server's claim. */
  delete(instance: Instance, snapshot: Copy, dependents = 0): Decision<CopyRefusal> {
    if (snapshot.state === 'failed') return decide(null)
    const refusal = reasonByInstanceState[instance.state]
    return decide(refusal ?? refuseDeletion('server_snapshot', snapshot, dependents))
  },
}

/** The allowed actions on copies of each kind, and why others are refused. Pure. */
export const copyCan = {
  volume_snapshot: volumeSnapshotCan,
  server_snapshot: serverSnapshotCan,
  backup: {
    /** Of the current volume, attached or not, or of one of its snapshots. */
    make(volume: Volume, snapshot: Copy | null, more: OneMore): Decision<CopyRefusal> {
      const source = snapshot
        ? volumeSnapshotCan.beginAs(volume, snapshot)
        : volumeCan.copy({ ...volume, isProtected: false })
      return source.allowed ? decide(refuseOneMore('backup', more)) : source
    },
    /** A volume can be created from it. */
    beginAs: (backup: Copy) => decide(unavailable('backup', backup)),
    delete: (backup: Copy, dependents: number) => decide(refuseDeletion('backup', backup, dependents)),
  },
  image: {
    /** Of a stopped server, so that nothing writes to the disk, or of one of its snapshots. */
    make(instance: Instance, snapshot: Copy | null, more: OneMore): Decision<CopyRefusal> {
      if (!snapshot && instance.state === 'running') return decide('is_running')
      const source = serverSnapshotCan.beginAs(instance, snapshot ?? { state: 'available' })
      return source.allowed ? decide(refuseOneMore('image', more)) : source
    },
    /** A server can be created from it. */
    beginAs: (image: Copy) => decide(unavailable('image', image)),
    delete: (image: Copy, dependents: number) => decide(refuseDeletion('image', image, dependents)),
  },
}
