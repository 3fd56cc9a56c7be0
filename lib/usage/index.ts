export { advanceCommitments, endCommitmentOfPurged } from './commitments/advance-commitments'
export { beginCommitment, repriceCommitment } from './commitments/begin-commitment'
export {
  chooseRenewal,
  leaveCommitment,
  requireExitOnDeletion,
  voidExit,
} from './commitments/leave-commitment'
export { listCommitments, readCommitment } from './commitments/read-commitments'
export {
  committedByProject,
  committedByTags,
  committedMonthlyCents,
  monthToDateByProject,
  monthToDateByTags,
  monthToDateCents,
} from './rating/cost'
export { monthToDateCentsByMinute } from './rating/cost-by-minute'
export { costMoment } from './rating/cost-moment'
export { type RatedInterval, rateParts, rateUsage, type UsageLine } from './rating/rate-usage'
export { referencesKey } from './rating/references-key'
export { closeUsage, openUsage, splitUsage } from './rating/usage'
export { countTraffic } from './traffic/count-traffic'
export { countedTrafficUntil } from './traffic/counted-traffic-until'
export { createMeteringKey, replaceMeteringKey, revokeMeteringKey } from './traffic/manage-keys'
export { rateTraffic } from './traffic/rate-traffic'
export { readMeteringDesk } from './traffic/read-metering-desk'
export { receiveMetering } from './traffic/receive-metering'
export { sweepEvents } from './traffic/sweep-events'
