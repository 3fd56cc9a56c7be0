export { type BackupRow, countBackups, countRestorations } from '~/db/queries/compute/backups'
export {
  countBeginnings,
  countImagesOnTheWay,
  countPrivateImages,
  listAvailablePrivateImages as listOwnImages,
} from '~/db/queries/compute/images'
export {
  countServerCopies,
  listHeldInstanceSnapshots,
  sumInstanceSnapshots,
} from '~/db/queries/compute/instance-snapshots'
export type { InstanceRow, VolumeRow } from '~/db/queries/compute/resources'
export {
  countCopies,
  countSnapshots,
  listHeldSnapshots,
  type SnapshotRow,
} from '~/db/queries/compute/snapshots'
export { claimAddress } from './addresses/claim-address'
export { attachAddress, detachAddress, releaseAddress } from './addresses/lead-address'
export { listAddresses } from './addresses/list-addresses'
export { addAddressPool, listAddressPools, removeAddressPool } from './addresses/pools'
export { changeInstanceState, changeVolumeState } from './common/change-state'
export { inspectInstance, inspectVolume } from './common/inspect-resource'
export { lockAttachedVolumes, lockInstance, lockVolume } from './common/lock-resource'
export { purgeAfterGrace } from './common/purge-after-grace'
export { readInstance, readInstanceBundle, readPricedVolume, readVolume } from './common/read-resource'
export {
  type NewInstance,
  type NewVolume,
  recordNewInstances,
  recordNewVolumes,
} from './common/record-new-resource'
export { refuseUnless } from './common/refuse'
export { graceHours } from './common/states'
export { backupCan } from './copies/backups/backup-can'
export { changeBackupState, lockBackup, recordNewBackup } from './copies/backups/change-backup-state'
export { deleteBackup } from './copies/backups/delete-backup'
export { listBackupTargets } from './copies/backups/list-backup-targets'
export { listBackups } from './copies/backups/list-backups'
export { requestVolumeBackup } from './copies/backups/make-backup'
export { readBackupSource } from './copies/backups/read-backup-source'
export { changeImageState, lockImage, readImage, recordNewImage } from './copies/images/change-image-state'
export { deleteImage } from './copies/images/delete-image'
export { imageCan } from './copies/images/image-can'
export { listImages } from './copies/images/list-images'
export { requestImage } from './copies/images/make-image'
export { readImageSource } from './copies/images/read-image-source'
export { readCopySource } from './copies/read-copy-source'
export {
  changeInstanceSnapshotState,
  instanceOfSnapshot,
  lockInstanceSnapshot,
  readInstanceSnapshot,
  recordNewInstanceSnapshot,
} from './copies/server-snapshots/change-instance-snapshot-state'
export { deleteInstanceSnapshot } from './copies/server-snapshots/delete-instance-snapshot'
export { instanceSnapshotCan } from './copies/server-snapshots/instance-snapshot-can'
export {
  computeMonthlyCents,
  instanceSnapshotMonthlyCents,
  serverMonthlyCents,
} from './copies/server-snapshots/read-instance-snapshots'
export { restoreInstanceSnapshot } from './copies/server-snapshots/restore-instance-snapshot'
export { requestInstanceSnapshot } from './copies/server-snapshots/take-instance-snapshot'
export {
  changeSnapshotState,
  lockSnapshot,
  readSnapshot,
  recordNewSnapshot,
} from './copies/snapshots/change-snapshot-state'
export { deleteSnapshot } from './copies/snapshots/delete-snapshot'
export { snapshotMonthlyCents, volumeMonthlyCents, volumeOfSnapshot } from './copies/snapshots/read-snapshots'
export { restoreSnapshot } from './copies/snapshots/restore-snapshot'
export { snapshotCan } from './copies/snapshots/snapshot-can'
export { requestVolumeSnapshot } from './copies/snapshots/take-snapshot'
export { listGrowthChoices } from './growth/list-growth-choices'
export {
  type CostlyChange,
  type DoneChange,
  type Judge,
  judgeLimits,
  type WaitingChange,
} from './limits/judge-change'
export { judgeRetryLimits, type RetryJudge } from './limits/judge-retry'
export { refuseOverLimits } from './limits/refuse-over-limits'
export { forgetMetrics } from './metrics/forget-metrics'
export { getHostMetrics } from './metrics/get-host-metrics'
export { getInstanceMetrics } from './metrics/get-instance-metrics'
export { isMeasured, recordSamples } from './metrics/record-samples'
export { rollUpMetrics } from './metrics/roll-up-metrics'
export { addFirewallRule, removeFirewallRule } from './networks/change-rules'
export { listNetworks } from './networks/list-networks'
export { type EstateFrame, estateFrame } from './overview/estate-frame'
export { getOverview } from './overview/get-overview'
export { changeProbe, createProbe, readProbes, removeProbe } from './probes/manage-probes'
export { listProjectStandings } from './projects/list-project-standings'
export { getSaga } from './sagas/get-saga'
export { listFailedJobs } from './sagas/list-failed-jobs'
export { listSagas } from './sagas/list-sagas'
export { recordSaga, recordSagas, type SagaRequest } from './sagas/record-saga'
export { resumeSaga } from './sagas/resume-saga'
export { retryJob } from './sagas/retry-job'
export { listSagasOfResources } from './sagas/saga-view'
export { undoSaga } from './sagas/undo-saga'
export { pruneScheduled } from './schedules/prune-scheduled'
export {
  proveSchedule,
  removeBackupSchedule,
  removeSnapshotSchedule,
  requestBackupSchedule,
  requestSnapshotSchedule,
} from './schedules/set-schedule'
export { takeScheduled } from './schedules/take-scheduled'
export { deleteInstance } from './servers/delete-instance'
export { enterRescue } from './servers/enter-rescue'
export { getInstance } from './servers/get-instance'
export { instanceCan } from './servers/instance-can'
export { leaveRescue } from './servers/leave-rescue'
export { listInstances } from './servers/list-instances'
export { listResizeChoices } from './servers/list-resize-choices'
export { meterSilentHosts } from './servers/meter-silent-hosts'
export { moveInstance } from './servers/move-instance'
export { operateInstances } from './servers/operate-instances'
export { protectInstance } from './servers/protect-instance'
export { readServerSource } from './servers/read-server-source'
export { readTraffic } from './servers/read-traffic'
export { renameInstance } from './servers/rename-instance'
export { repairPlacement } from './servers/repair-placement'
export { requestResize } from './servers/resize-instance'
export { restartInstance } from './servers/restart-instance'
export { requestInstanceRestoration } from './servers/restore-instance'
export { requestInstanceRetry } from './servers/retry-provisioning'
export { startInstance } from './servers/start-instance'
export { stopInstance } from './servers/stop-instance'
export { tagInstance } from './servers/tag-instance'
export { attachVolume } from './volumes/attach-volume'
export { deleteVolume } from './volumes/delete-volume'
export { detachVolume } from './volumes/detach-volume'
export { getVolume } from './volumes/get-volume'
export { requestVolumeGrowth } from './volumes/grow-volume'
export { listVolumes } from './volumes/list-volumes'
export { protectVolume } from './volumes/protect-volume'
export { recordVolumeSaga, volumeSaga } from './volumes/record-volume-saga'
export { renameVolume } from './volumes/rename-volume'
export { restoreVolume } from './volumes/restore-volume'
export { requestVolumeRetry } from './volumes/retry-volume'
export { tagVolume } from './volumes/tag-volume'
export { volumeCan } from './volumes/volume-can'
