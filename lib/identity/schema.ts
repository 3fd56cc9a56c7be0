export {
  type CreateTokenInput,
  createTokenInput,
  revokeTokenInput,
  rotateTokenInput,
} from './api-tokens/schema'
export {
  changePasswordInput,
  confirmEmailInput,
  confirmIdentityInput,
  emailField,
  enableSecondFactorInput,
  endSessionInput,
  nothing,
  requestPasswordResetInput,
  resetPasswordInput,
  secondFactorCodeInput,
  signInInput,
} from './credentials/schema'
export {
  acceptInvitationInput,
  inviteInput,
  resendInvitationInput,
  signUpInvitedInput,
  withdrawInvitationInput,
} from './invitations/schema'
export { journalExportInput } from './journal/schema'
export { acceptLegalVersionsInput } from './legal/schema'
export {
  acceptJoinRequestInput,
  askToJoinInput,
  changeMemberRoleInput,
  refuseJoinRequestInput,
  removeMemberInput,
} from './members/schema'
export { readNoticesInput } from './notices/schema'
export {
  addressField,
  changeBillingInput,
  lineField,
  lookUpOrganisationInput,
  optionalLineField,
  paragraphField,
  personNameField,
  registerOrganisationInput,
  resubmitOrganisationInput,
  signUpInput,
} from './organisations/schema'
export {
  archiveProjectInput,
  changeProjectInput,
  createProjectInput,
  projectIdField,
  shareQuotaInput,
  tagProjectInput,
} from './projects/schema'
export { allowSelfApprovalInput, forbidSelfApprovalInput, setProjectRolesInput } from './rights/schema'
export { addSshKeyInput, removeSshKeyInput } from './ssh-keys/schema'
export {
  changeStaffRolesInput,
  createStaffInput,
  disableStaffInput,
  resetStaffAccessInput,
  staffInput,
} from './staff/schema'
