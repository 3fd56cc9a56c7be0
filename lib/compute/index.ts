export type { BackupRow } from '~/db/queries/compute/backups'
export { countBackups, countRestorations } from '~/db/queries/compute/backups'
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
export { backupCan } from './backup-can'
export { changeBackupState, lockBackup, recordNewBackup } from './change-backup-state'
export { changeImageState, lockImage, readImage, recordNewImage } from './change-image-state'
export {
  changeInstanceSnapshotState,
  instanceOfSnapshot,
  lockInstanceSnapshot,
  readInstanceSnapshot,
  recordNewInstanceSnapshot,
} from './change-instance-snapshot-state'
export { changeSnapshotState, lockSnapshot, readSnapshot, recordNewSnapshot } from './change-snapshot-state'
export { changeInstanceState, changeVolumeState } from './change-state'
export { beginCommitment, repriceCommitment } from './commitments/begin-commitment'
export {
  askExitOnDeletion,
  chooseRenewal,
  leaveCommitment,
  voidExit,
} from './commitments/leave-commitment'
export { listCommitments, readCommitment } from './commitments/read-commitments'
export { endCommitmentOfPurged, turnCommitments } from './commitments/turn-commitments'
export {
  committedByTags,
  committedMonthlyCents,
  monthToDateByProject,
  monthToDateByTags,
  monthToDateCents,
} from './cost'
export { type EstateFrame, estateFrame } from './estate-frame'
export { getInstance } from './get-instance'
export { getOverview } from './get-overview'
export { getVolume } from './get-volume'
export { imageCan } from './image-can'
export { instanceCan } from './instance-can'
export { instanceSnapshotCan } from './instance-snapshot-can'
export { listBackups } from './list-backups'
export { listImages } from './list-images'
export { listInstances } from './list-instances'
export { listVolumes } from './list-volumes'
export { lockAttachedVolumes, lockInstance, lockVolume } from './lock-resource'
export { meterSilentHosts } from './meter-silent-hosts'
export { forgetMetrics } from './metrics/forget-metrics'
export { getHostMetrics } from './metrics/get-host-metrics'
export { getInstanceMetrics } from './metrics/get-instance-metrics'
export { isMeasured, recordSamples } from './metrics/record-samples'
export { rollUpMetrics } from './metrics/roll-up-metrics'
export { listProjectStandings } from './projects/list-project-standings'
export { protectInstance } from './protect-instance'
export { protectVolume } from './protect-volume'
export { type RatedInterval, rateParts, rateUsage } from './rate-usage'
export { readBackupSource } from './read-backup-source'
export { readCopySource } from './read-copy-source'
export { readImageSource } from './read-image-source'
export {
  computeMonthlyCents,
  instanceSnapshotMonthlyCents,
  serverMonthlyCents,
} from './read-instance-snapshots'
export { readInstance, readInstanceBundle, readPricedVolume, readVolume } from './read-resource'
export { readServerSource } from './read-server-source'
export { snapshotMonthlyCents, volumeMonthlyCents, volumeOfSnapshot } from './read-snapshots'
export {
  type NewInstance,
  type NewVolume,
  recordNewInstances,
  recordNewVolumes,
} from './record-new-resource'
export { refuseUnless } from './refuse'
export { renameInstance } from './rename-instance'
export { renameVolume } from './rename-volume'
export { snapshotCan } from './snapshot-can'
export { graceHours } from './states'
export { tagInstance } from './tag-instance'
export { tagVolume } from './tag-volume'
export { countTraffic } from './traffic/count-traffic'
export { forgetEvents } from './traffic/forget-events'
export { makeMeteringKey, replaceMeteringKey, withdrawMeteringKey } from './traffic/manage-keys'
export { rateTraffic } from './traffic/rate-traffic'
export { readMeteringDesk } from './traffic/read-metering-desk'
export { readTraffic } from './traffic/read-traffic'
export { takeMetering } from './traffic/take-metering'
export { closeUsage, openUsage, splitUsage } from './usage'
export { volumeCan } from './volume-can'
