export * from './cases/schema'
export * from './credentials/schema'

export * from './invitations/schema'
export { journalExportInput } from './journal/schema'
export { acceptLegalVersionsInput } from './legal/schema'
export * from './members/schema'
export * from './moderation/schema'
export { readNoticesInput } from './notices/schema'
export {
  addressField,
  changeBillingInput,
  lineField,
  lookUpOrganisationInput,
  paragraphField,
  personNameField,
  registerOrganisationInput,
  resubmitOrganisationInput,
  signUpInput,
} from './organisations/schema'
export * from './projects/schema'
export * from './rights/schema'
export { addSshKeyInput, removeSshKeyInput } from './ssh-keys/schema'
export {
  changeStaffRolesInput,
  createStaffInput,
  disableStaffInput,
  resetStaffAccessInput,
  staffInput,
} from './staff/schema'
