import type { DefinitionOf, SagaDefinition, SagaVocabulary } from '~/lib/sagas'
import { type SagaKind, sagaKinds } from '~/lib/sagas/client'
import { createBalancerSaga } from '../balancers/create-balancer.saga'
import { deleteBalancerSaga } from '../balancers/delete-balancer.saga'
import { createBackupSaga } from '../copies/create-backup.saga'
import { createImageSaga } from '../copies/create-image.saga'
import {
  deleteBackupSaga,
  deleteImageSaga,
  deleteInstanceSnapshotSaga,
  deleteSnapshotSaga,
} from '../copies/delete-copy.saga'
import { restoreInstanceSnapshotSaga, restoreSnapshotSaga } from '../copies/restore-snapshot.saga'
import { takeInstanceSnapshotSaga, takeSnapshotSaga } from '../copies/take-snapshot.saga'
import { recoverInstanceSaga } from '../losses/recover-instance.saga'
import { connectNetworkSaga, disconnectNetworkSaga } from '../networks/connect-network.saga'
import { createInstanceSaga } from '../servers/sagas/create-instance.saga'
import { deleteInstanceSaga } from '../servers/sagas/delete-instance.saga'
import { enterRescueSaga } from '../servers/sagas/enter-rescue.saga'
import { leaveRescueSaga } from '../servers/sagas/leave-rescue.saga'
import { moveInstanceSaga } from '../servers/sagas/move-instance.saga'
import { purgeInstanceSaga } from '../servers/sagas/purge-instance.saga'
import { resizeInstanceSaga } from '../servers/sagas/resize-instance.saga'
import { restartInstanceSaga } from '../servers/sagas/restart-instance.saga'
import { restoreInstanceSaga } from '../servers/sagas/restore-instance.saga'
import { startInstanceSaga } from '../servers/sagas/start-instance.saga'
import { stopInstanceSaga } from '../servers/sagas/stop-instance.saga'
import { attachVolumeSaga } from '../volumes/attach-volume.saga'
import { copyVolumeSaga } from '../volumes/copy-volume.saga'
import { createVolumeSaga } from '../volumes/create-volume.saga'
import { detachVolumeSaga } from '../volumes/detach-volume.saga'
import { growVolumeSaga } from '../volumes/grow-volume.saga'
import { purgeVolumeSaga } from '../volumes/purge-volume.saga'

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
  recover_instance: recoverInstanceSaga,
  delete_instance: deleteInstanceSaga,
  restore_instance: restoreInstanceSaga,
  purge_instance: purgeInstanceSaga,
  attach_volume: attachVolumeSaga,
  detach_volume: detachVolumeSaga,
  connect_network: connectNetworkSaga,
  disconnect_network: disconnectNetworkSaga,
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
  create_balancer: createBalancerSaga,
  delete_balancer: deleteBalancerSaga,
  create_image: createImageSaga,
  delete_image: deleteImageSaga,
}

export const definitionOf: DefinitionOf = (kind) => definitions[kind]

/** The steps of this build: a worker drives no saga that has others. */
export const sagaVocabulary: SagaVocabulary = sagaKinds.flatMap((kind) =>
  definitions[kind].steps.map((step) => `${kind}.${step.name}`),
)
