import type { DefinitionOf, SagaDefinition } from '../engine/definition'
import type { SagaKind } from '../saga-kinds'
import { attachVolumeSaga } from './attach-volume.saga'
import { copyVolumeSaga } from './copy-volume.saga'
import { createBackupSaga } from './create-backup.saga'
import { createImageSaga } from './create-image.saga'
import { createInstanceSaga } from './create-instance.saga'
import { createVolumeSaga } from './create-volume.saga'
import { deleteBackupSaga } from './delete-backup.saga'
import { deleteImageSaga } from './delete-image.saga'
import { deleteInstanceSaga } from './delete-instance.saga'
import { deleteInstanceSnapshotSaga } from './delete-instance-snapshot.saga'
import { deleteSnapshotSaga } from './delete-snapshot.saga'
import { detachVolumeSaga } from './detach-volume.saga'
import { enterRescueSaga } from './enter-rescue.saga'
import { growVolumeSaga } from './grow-volume.saga'
import { leaveRescueSaga } from './leave-rescue.saga'
import { moveInstanceSaga } from './move-instance.saga'
import { purgeInstanceSaga } from './purge-instance.saga'
import { purgeVolumeSaga } from './purge-volume.saga'
import { resizeInstanceSaga } from './resize-instance.saga'
import { restartInstanceSaga } from './restart-instance.saga'
import { restoreInstanceSaga } from './restore-instance.saga'
import { restoreInstanceSnapshotSaga } from './restore-instance-snapshot.saga'
import { restoreSnapshotSaga } from './restore-snapshot.saga'
import { startInstanceSaga } from './start-instance.saga'
import { stopInstanceSaga } from './stop-instance.saga'
import { takeInstanceSnapshotSaga } from './take-instance-snapshot.saga'
import { takeSnapshotSaga } from './take-snapshot.saga'

const definitions: { [K in SagaKind]: SagaDefinition<K> } = {
  create_instance: createInstanceSaga,
  create_volume: createVolumeSaga,
  copy_volume: copyVolumeSaga,
  start_instance: startInstanceSaga,
  stop_instance: stopInstanceSaga,
  restart_instance: restartInstanceSaga,
  enter_rescue: enterRescueSaga,
  leave_rescue: leaveRescueSaga,
  resize_instance: resizeInstanceSaga,
  move_instance: moveInstanceSaga,
  delete_instance: deleteInstanceSaga,
  restore_instance: restoreInstanceSaga,
  purge_instance: purgeInstanceSaga,
  attach_volume: attachVolumeSaga,
  detach_volume: detachVolumeSaga,
  purge_volume: purgeVolumeSaga,
  grow_volume: growVolumeSaga,
  take_snapshot: takeSnapshotSaga,
  delete_snapshot: deleteSnapshotSaga,
  restore_snapshot: restoreSnapshotSaga,
  take_instance_snapshot: takeInstanceSnapshotSaga,
  delete_instance_snapshot: deleteInstanceSnapshotSaga,
  restore_instance_snapshot: restoreInstanceSnapshotSaga,
  create_backup: createBackupSaga,
  delete_backup: deleteBackupSaga,
  create_image: createImageSaga,
  delete_image: deleteImageSaga,
}

export const definitionOf: DefinitionOf = (kind) => definitions[kind]
