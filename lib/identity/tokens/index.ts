export { confirmEmail } from './confirm-email'
export { requestPasswordReset } from './request-password-reset'
export { resetPassword } from './reset-password'
export { resendEmailConfirmation, sendEmailConfirmation } from './send-email-confirmation'
