export { authorize, authorizeAccount, authorizeStaff, authorizeSystem, may, mayStaff } from './authorize'
export { changePassword } from './credentials/change-password'
export { normaliseEmail } from './credentials/email'
export { hashPassword } from './credentials/password-hash'
export { checkNewPassword } from './credentials/password-rules'
export { callerKey, limit, limitOrders, limitSignUp } from './rate-limits'
export {
  type MembershipView,
  membershipIn,
  type ResolvedSession,
  resolveSession,
  type Viewer,
} from './resolve-session'
export { readDemonstrationCode } from './second-factor/demonstration-code'
export { disableSecondFactor } from './second-factor/disable-second-factor'
export { enableDemonstrationFactor } from './second-factor/enable-demonstration-factor'
export { enableSecondFactor } from './second-factor/enable-second-factor'
export { readSecondFactor, type SecondFactorView } from './second-factor/read-second-factor'
export { renewRecoveryCodes } from './second-factor/renew-recovery-codes'
export { sessionLimits } from './session-rules'
export { endOtherSessions, endSession } from './sessions/end-session'
export { listSessions, type SessionView } from './sessions/list-sessions'
export { type SignInOutcome, signIn } from './sessions/sign-in'
export { signOut } from './sessions/sign-out'
export { createStaff } from './staff/create-staff'
export {
  confirmEmail,
  requestPasswordReset,
  resendEmailConfirmation,
  resetPassword,
  sendEmailConfirmation,
} from './tokens'
