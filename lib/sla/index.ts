export {
  computeAvailability,
  mergeSpans,
  type Span,
} from './availability/compute-availability'
export { alertBurn } from './burning/alert-burn'
export { chooseAlertMails, readAlertMails } from './burning/choose-alert-mails'
export { listContracts, readPromise } from './contract/list-contracts'
export { previewContract, publishContract } from './contract/publish-contract'
export { contractOf, readDeliveryObjectives } from './contract/read-contract'
export { assessDueMonths } from './credits/assess-due-months'
export { type Assessed, assessMonth, previewMonth } from './credits/assess-month'
export { contestMonth } from './credits/contest-month'
export { listAssessable } from './credits/list-assessable'
export {
  findLatestCredits,
  inspectMonthEvidence,
  readMonthEvidence,
  readServiceCreditDesk,
  readServiceCredits,
} from './credits/read-service-credits'
export { requestAssessment } from './credits/request-assessment'
export { futurePeriods } from './dashboard/choose-month'
export { readResourceLevel } from './dashboard/read-resource-level'
export { levelsPerPage, readServiceLevels } from './dashboard/read-service-levels'
export { readDeliveryTimes } from './delivery/read-delivery-times'
export { readEvidence } from './evidence/read-evidence'
export {
  listSiteSubjects,
  listSubjects,
  listZoneSubjects,
  type Subject,
  siteNames,
} from './measuring/list-subjects'
export type { SubjectReading } from './measuring/plan-round'
export {
  ensureSiteVantages,
  probeHealth,
  probeSites,
  type SitePaths,
} from './measuring/probe-sites'
export { readAvailability } from './measuring/read-availability'
export { readTransitions } from './measuring/read-transitions'
export {
  atDatabaseTime,
  claimTurn,
  type DueVantage,
  isZoneSilent,
  listDueVantages,
  listWatched,
  listWatchedZones,
  recordFailedRound,
  recordRound,
  type WatchedZone,
} from './measuring/record-round'
export { readOperatorLevels } from './operator/read-operator-levels'
export { openReport } from './report/open-report'
export { readTimeline } from './timeline/read-timeline'
