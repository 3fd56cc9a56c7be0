import type { Tx } from '~/db/client'
import type { ChangeRequest } from '~/db/schema/changes'
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
} from '~/lib/provisioning'

/** In `tx`: the change is checked and priced as things are now, judged if it costs more, and carried out unless it waits. */
export function carryOutChange(
  tx: Tx,
  ctx: OpContext,
  request: ChangeRequest,
  judge: Judge,
): Promise<DoneChange | WaitingChange> {
  switch (request.kind) {
    case 'resize_instance':
      return requestResize(tx, ctx, request, judge)
    case 'grow_volume':
      return requestVolumeGrowth(tx, ctx, request, judge)
    case 'restore_instance':
      return requestInstanceRestoration(tx, ctx, request, judge)
    case 'take_snapshot':
      return requestVolumeSnapshot(tx, ctx, request, judge)
    case 'take_instance_snapshot':
      return requestInstanceSnapshot(tx, ctx, request, judge)
    case 'make_image':
      return requestImage(tx, ctx, request, judge)
    case 'make_backup':
      return requestVolumeBackup(tx, ctx, request, judge)
    case 'schedule_snapshots':
      return requestSnapshotSchedule(tx, ctx, request, judge)
    case 'schedule_backups':
      return requestBackupSchedule(tx, ctx, request, judge)
  }
}
