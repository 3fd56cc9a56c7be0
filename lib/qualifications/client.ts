export { qualificationKinds, qualificationStatuses } from './kinds'
export type { QualificationEntry, QualificationStanding, QualificationView } from './views'
