export { promisedHours } from './cases/promise'
export {
  type CaseCount,
  type CaseEntry,
  type CaseKind,
  caseKinds,
  type QueuePart,
  queueParts,
  type WaitView,
} from './cases/views'
export { passwordLengths } from './credentials/password-lengths'
export {
  formatIdentifier,
  isFrenchVatNumberOf,
  isSiren,
  isSiret,
  normaliseIdentifier,
} from './identifiers'
export type { InvitationView } from './invitations/views'
export { journalFileQuery, readJournalFilter } from './journal/read-filter'
export type { JournalEntry, JournalView } from './journal/views'
export type { JoinRequestView, MemberView, RequestedOrganisationView } from './members/views'
export type { ModerationCase, QueueEntry, ThreadEntry } from './moderation/views'
export { noticeKinds } from './notices/kinds'
export { noticeParams } from './notices/notice-params'

export { addressLine, type FactVerdict } from './organisations/compare-facts'
export type { EmailVerdict } from './organisations/email-domain'
export {
  type Address,
  type OrganisationKind,
  organisationKinds,
} from './organisations/kinds'
export type { LookUpOutcome } from './organisations/look-up-organisation'
export { readIdentifier } from './organisations/read-identifier'
export { organisationTone } from './organisations/tones'
export type { OrganisationView } from './organisations/views'
export type { StaffPermission } from './permissions'
export type { ProjectChoice } from './projects/list-projects'
export type { SecondFactorView } from './second-factor/read-second-factor'
export { describeDevice } from './sessions/describe-device'
export type { SessionView } from './sessions/list-sessions'
export type { SshKeyView } from './ssh-keys/manage-ssh-keys'
export type { StaffView } from './staff/views'
export { countryOfVatNumber } from './vat-formats'
