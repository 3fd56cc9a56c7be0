export { authorize, authorizeAccount, authorizeStaff, authorizeSystem, may, mayStaff } from './authorize'
export { changePassword } from './credentials/change-password'
export { normaliseEmail } from './credentials/email'
export { readJournal, readOperatorJournal } from './journal/read-journal'
export { acceptLegalVersions, getLegalStanding, type LegalStanding } from './legal/accept-legal-versions'
export {
  currentLegalVersions,
  outstandingLegalVersions,
  requireCurrentLegalVersions,
} from './legal/current-versions'
export { showLegalVersion } from './legal/show-legal-version'
export { askToJoin } from './members/ask-to-join'
export { changeMemberRole, removeMember } from './members/change-member'
export { acceptJoinRequest, refuseJoinRequest } from './members/decide-join-request'
export { listJoinRequests, listMembers, listOwnJoinRequests } from './members/list-members'
export { tellJoinRequest } from './members/tell-join-request'
export { acceptOrganisation } from './moderation/accept-organisation'
export { askOrganisation } from './moderation/ask-organisation'
export { liftCap } from './moderation/lift-cap'
export { openModerationCase } from './moderation/open-case'
export {
  countModerationQueue,
  listOrganisations,
  organisationsPageSize,
  readModerationQueue,
} from './moderation/read-queue'
export { type ModerationStanding, readModerationStanding } from './moderation/read-standing'
export { refuseOrganisation } from './moderation/refuse-organisation'
export { resubmitOrganisation } from './moderation/resubmit-organisation'
export { reviewOrganisation } from './moderation/review-organisation'
export { addNotice } from './notices/add-notice'
export { type NoticeView, readNotices, unreadNotices } from './notices/read-notices'
export { changeBilling } from './organisations/change-billing'
export { getDefaultProject } from './organisations/get-default-project'
export { getOrganisation } from './organisations/get-organisation'
export { lookUpOrganisation } from './organisations/look-up-organisation'
export { registerEstablishment } from './organisations/register-establishment'
export { registerOrganisation } from './organisations/register-organisation'
export { signUpOrganisation } from './organisations/sign-up-organisation'
export { limitOrders } from './rate-limits'
export {
  type MembershipView,
  membershipIn,
  type ResolvedSession,
  resolveSession,
  type Viewer,
} from './resolve-session'
export { confirmIdentity } from './second-factor/confirm-identity'
export { readDemonstrationCode } from './second-factor/demonstration-code'
export { disableSecondFactor } from './second-factor/disable-second-factor'
export { enableDemonstrationFactor } from './second-factor/enable-demonstration-factor'
export { enableSecondFactor } from './second-factor/enable-second-factor'
export { readSecondFactor, type SecondFactorView } from './second-factor/read-second-factor'
export { renewRecoveryCodes } from './second-factor/renew-recovery-codes'
export { requireFreshProof } from './second-factor/require-fresh-proof'
export { sessionLimits } from './session-rules'
export { endOtherSessions, endSession } from './sessions/end-session'
export { listSessions, type SessionView } from './sessions/list-sessions'
export { type SignInOutcome, signIn } from './sessions/sign-in'
export { signOut } from './sessions/sign-out'
export { addSshKey, listSshKeys, removeSshKey } from './ssh-keys/manage-ssh-keys'
export { createStaff } from './staff/create-staff'
export {
  confirmEmail,
  requestPasswordReset,
  resendEmailConfirmation,
  resetPassword,
} from './tokens'
