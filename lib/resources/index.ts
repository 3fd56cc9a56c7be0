export { attachAddress, detachAddress, releaseAddress } from './addresses/change-address'
export { claimAddresses, type NewAddress } from './addresses/claim-addresses'
export { listAddresses } from './addresses/list-addresses'
export { addAddressPool, listAddressPools, removeAddressPool } from './addresses/pools'
export { assertAllowed } from './common/assert-allowed'
export { changeInstanceState } from './common/change-state'
export { inspectInstance, inspectVolume } from './common/inspect-resource'
export { lockInstance, lockVolume } from './common/lock-resource'
export { purgeAfterGrace } from './common/purge-after-grace'
export {
  type NewInstance,
  type NewVolume,
  recordNewInstances,
  recordNewVolumes,
} from './common/record-new-resource'
export { deleteCopy } from './copies/delete-copy'
export { listBackupTargets } from './copies/list-backup-targets'
export { listBackups, listImages } from './copies/list-copies'
export {
  readBackupSource,
  readCopySource,
  readImageSource,
  readServerSource,
} from './copies/read-copy-source'
export { requestVolumeBackup } from './copies/request-backup'
export { requestImage } from './copies/request-image'
export { requestInstanceSnapshot } from './copies/request-instance-snapshot'
export { requestVolumeSnapshot } from './copies/request-volume-snapshot'
export { restoreSnapshot } from './copies/restore-snapshot'
export { readFirstBootViews } from './first-boot/read-first-boot-views'
export type {
  CostlyChange,
  DoneChange,
  Judge,
  WaitingChange,
} from './limits/judge-change'
export { judgeRetryLimits, type RetryJudge } from './limits/judge-retry'
export { readHostLoss } from './losses/host-loss'
export { listSilentHosts } from './losses/list-silent-hosts'
export { markLostServers } from './losses/mark-lost-servers'
export { notifyRecoveredServers } from './losses/notify-lost-servers'
export { requestRecovery } from './losses/request-recovery'
export { startRecoveries } from './losses/start-recoveries'
export { getHostMetrics } from './metrics/get-host-metrics'
export { getInstanceMetrics } from './metrics/get-instance-metrics'
export { pruneMetrics } from './metrics/prune-metrics'
export { isMeasured, recordSamples } from './metrics/record-samples'
export { rollUpMetrics } from './metrics/roll-up-metrics'
export { addFirewallRule, removeFirewallRule } from './networks/change-rules'
export { listNetworks } from './networks/list-networks'
export { readReach } from './networks/read-reach'
export { type EstateFrame, estateFrame } from './overview/estate-frame'
export { getOverview } from './overview/get-overview'
export { changeProbe, createProbe, readProbes, removeProbe } from './probes/manage-probes'
export { listProjectSummaries } from './projects/list-project-summaries'
export { readReachTests } from './reach-tests/read-reach-tests'
export { requestReachTest } from './reach-tests/request-reach-test'
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
  removeBackupSchedule,
  removeSnapshotSchedule,
  requestBackupSchedule,
  requestSnapshotSchedule,
  requireScheduleProof,
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
export { readTraffic } from './servers/read-traffic'
export { hasUserData, readUserData } from './servers/read-user-data'
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
export { listGrowthChoices } from './volumes/list-growth-choices'
export { listVolumes } from './volumes/list-volumes'
export { protectVolume } from './volumes/protect-volume'
export { volumeSaga } from './volumes/record-volume-saga'
export { renameVolume } from './volumes/rename-volume'
export { restoreVolume } from './volumes/restore-volume'
export { requestVolumeRetry } from './volumes/retry-volume'
export { tagVolume } from './volumes/tag-volume'
