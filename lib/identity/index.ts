export { createToken, listTokens, revokeToken, rotateToken } from './api-tokens/manage-tokens'
export { readTokenChoices } from './api-tokens/read-choices'
export { resolveToken } from './api-tokens/resolve-token'
export {
  authorize,
  authorizeAccount,
  authorizeStaff,
  authorizeSystem,
  may,
  mayStaff,
  requireActive,
  requireInToken,
} from './authorize'
export { changePassword } from './credentials/change-password'
export { normaliseEmail } from './credentials/email'
export type { DirectoryAnswer } from './directory/port'
export { acceptInvitation, showInvitation, signUpInvited } from './invitations/accept-invitation'
export { inviteMember, listInvitations, resendInvitation, withdrawInvitation } from './invitations/invite'
export { exportJournal, exportOperatorJournal } from './journal/export-journal'
export { readJournal, readJournalCheck, readOperatorJournal } from './journal/read-journal'
export { acceptLegalVersions, getLegalStatus } from './legal/accept-legal-versions'
export { outstandingLegalVersions, requireCurrentLegalVersions } from './legal/current-versions'
export { showLegalVersion } from './legal/show-legal-version'
export { askToJoin } from './members/ask-to-join'
export { changeMemberRole, removeMember } from './members/change-member'
export { acceptJoinRequest, refuseJoinRequest } from './members/decide-join-request'
export { listContactsWithPermission } from './members/list-contacts-with-permission'
export { listCustomerPeople } from './members/list-customer-people'
export { listJoinRequests, listMembers, listOwnJoinRequests } from './members/list-members'
export { notifyJoinRequest } from './members/notify-join-request'
export { rolesAllowing } from './members/roles-allowing'
export { searchPeople } from './members/search-people'
export { addNotice } from './notices/add-notice'
export type { NoticeKind } from './notices/kinds'
export { notifyOperatingContacts } from './notices/notify-operating-contacts'
export {
  listNotices,
  type NoticeView,
  noticesPerPage,
  readNotices,
  unreadNotices,
} from './notices/read-notices'
export { changeBilling } from './organisations/change-billing'
export { compareFacts, directoryStatusOf, type FactComparison } from './organisations/compare-facts'
export { classifyEmailDomain, domainOf } from './organisations/email-domain'
export { getDefaultProject } from './organisations/get-default-project'
export { getOrganisation } from './organisations/get-organisation'
export type { DirectoryStatus } from './organisations/kinds'
export { lookUpOrganisation } from './organisations/look-up-organisation'
export { registerEstablishment } from './organisations/register-establishment'
export { registerOrganisation } from './organisations/register-organisation'
export type { ResubmitOrganisationInput } from './organisations/schema'
export { signUpOrganisation } from './organisations/sign-up-organisation'
export { reinstateOrganisation, suspendOrganisation } from './organisations/suspend-organisation'
export { toOrganisationView } from './organisations/to-view'
export { frenchVatOrNone } from './organisations/vat-of'
export type { MemberPermission } from './permissions'
export { archiveProject } from './projects/archive-project'
export { changeProject, tagProject } from './projects/change-project'
export { createProject } from './projects/create-project'
export {
  findOpenProject,
  listOpenProjects,
  listProjectChoices,
  offeredProjects,
  type ProjectChoice,
  projectToOrderIn,
} from './projects/list-projects'
export { shareQuota } from './projects/share-quota'
export {
  limitAlertRecipients,
  limitCertificateOrders,
  limitExports,
  limitLinkAttempts,
  limitOrders,
  limitPrints,
  limitSignatureCodes,
  limitStatusSubscriptions,
  limitTicketMessages,
  limitTickets,
  limitUploads,
  limitUserData,
  limitWebhookTests,
} from './rate-limits'
export { raisedPoints } from './rate-limits/rules'
export { type MembershipView, membershipIn, type ResolvedSession, resolveSession } from './resolve-session'
export { authorizeApproval } from './rights/authorize-approval'
export { allowSelfApproval, forbidSelfApproval, readSelfApproval } from './rights/self-approval'
export { setProjectRoles } from './rights/set-project-roles'
export { confirmIdentity } from './second-factor/confirm-identity'
export { readDemonstrationCode } from './second-factor/demonstration-code'
export { disableSecondFactor } from './second-factor/disable-second-factor'
export { enableDemonstrationFactor } from './second-factor/enable-demonstration-factor'
export { enableSecondFactor } from './second-factor/enable-second-factor'
export { readSecondFactor } from './second-factor/read-second-factor'
export { renewRecoveryCodes } from './second-factor/renew-recovery-codes'
export { requireFreshProof } from './second-factor/require-fresh-proof'
export { sessionLimits } from './session-rules'
export { endOtherSessions, endSession } from './sessions/end-session'
export { knownDeviceSeconds } from './sessions/known-device'
export { listLiveSessions } from './sessions/list-live-sessions'
export { listSessions } from './sessions/list-sessions'
export { keepSession, readMemberContext } from './sessions/read-member-context'
export { type SignInOutcome, signIn } from './sessions/sign-in'
export { signOut } from './sessions/sign-out'
export { issueSignUpToken, signUpBrowserSeconds } from './sessions/sign-up-browser'
export { wasJustReplaced } from './sessions/was-just-replaced'
export { addSshKey, hasSshKey, listSshKeys, removeSshKey } from './ssh-keys/manage-ssh-keys'
export { readSamePeople, requireAnotherPerson } from './staff/another-person'
export { createStaff } from './staff/create-staff'
export { listOtherDeciders, listStaffAllowed } from './staff/list-other-deciders'
export {
  changeStaffRoles,
  disableStaff,
  enableStaff,
  listStaff,
  resetStaffFactor,
} from './staff/manage-staff'
export { resetStaffAccess } from './staff/reset-staff-access'
export { confirmEmail, requestPasswordReset, resendEmailConfirmation, resetPassword } from './tokens'
