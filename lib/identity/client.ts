export { passwordLengths } from './credentials/password-lengths'
export {
  formatIdentifier,
  frenchVatNumber,
  isFrenchVatNumberOf,
  isSiren,
  isSiret,
  normaliseIdentifier,
} from './identifiers'
export { readJournalFilter } from './journal/read-filter'
export type { JournalEntry, JournalView } from './journal/views'
export type { JoinRequestView, MemberView, RequestedOrganisationView } from './members/views'
export type { ModerationCase, ModerationEventKind, QueueEntry, ThreadEntry } from './moderation/views'
export { type NoticeKind, noticeKinds } from './notices/kinds'
export type { NoticeView } from './notices/read-notices'
export { addressLine, type FactComparison, type FactVerdict } from './organisations/compare-facts'
export type { EmailVerdict } from './organisations/email-domain'
export {
  type Address,
  type DirectoryStatus,
  type OrganisationKind,
  organisationKinds,
} from './organisations/kinds'
export type { LookUpOutcome } from './organisations/look-up-organisation'
export { readIdentifier } from './organisations/read-identifier'
export type { SignUpOutcome } from './organisations/sign-up-organisation'
export { type OrganisationTone, organisationTone } from './organisations/tones'
export type { OrganisationView } from './organisations/views'
export type { MemberPermission, StaffPermission } from './permissions'
export type { SecondFactorView } from './second-factor/read-second-factor'
export { describeDevice } from './sessions/describe-device'
export type { SessionView } from './sessions/list-sessions'
export type { SshKeyView } from './ssh-keys/manage-ssh-keys'
export { countryOfVatNumber, vatCountries } from './vat-formats'
