import type { Tx } from '~/db/client'
import type { ChangeKind, ChangeRequest } from '~/db/schema/ordering/changes'
import type { OpContext } from '~/lib/kernel/op-context'
import {
  type DoneChange,
  type Judge,
  requestBackupSchedule,
  requestImage,
  requestInstanceRestoration,
  requestInstanceSnapshot,
  requestResize,
  requestSnapshotSchedule,
  requestVolumeBackup,
  requestVolumeGrowth,
  requestVolumeSnapshot,
  type WaitingChange,
} from '~/lib/resources'

type RequestOf<Kind extends ChangeKind> = Extract<ChangeRequest, { kind: Kind }>
type CarryOut<Kind extends ChangeKind> = (
  tx: Tx,
  ctx: OpContext,
  request: RequestOf<Kind>,
  judge: Judge,
) => Promise<DoneChange | WaitingChange>

const carryOutByKind: { [Kind in ChangeKind]: CarryOut<Kind> } = {
  resize_instance: requestResize,
  grow_volume: requestVolumeGrowth,
  restore_instance: requestInstanceRestoration,
  take_snapshot: requestVolumeSnapshot,
  take_instance_snapshot: requestInstanceSnapshot,
  make_image: requestImage,
  make_backup: requestVolumeBackup,
  schedule_snapshots: requestSnapshotSchedule,
  schedule_backups: requestBackupSchedule,
}

/**
 * Inside `tx`: checks and prices the change as of now, judges it if it costs more, and carries it out unless
 * it must wait.
 */
export function carryOutChange<Kind extends ChangeKind>(
  tx: Tx,
  ctx: OpContext,
  request: RequestOf<Kind> & { kind: Kind },
  judge: Judge,
): Promise<DoneChange | WaitingChange> {
  return carryOutByKind[request.kind](tx, ctx, request, judge)
}
