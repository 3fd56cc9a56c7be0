import { confirmEmail } from './confirm-email'
import { passwordChanged } from './password-changed'
import { resetPassword } from './reset-password'
import { secondFactorEnabled } from './second-factor-enabled'

/** Every mail the product sends: one file each, one line here. */
export const mailTemplates = {
  confirm_email: confirmEmail,
  password_changed: passwordChanged,
  reset_password: resetPassword,
  second_factor_enabled: secondFactorEnabled,
}

export type MailTemplateName = keyof typeof mailTemplates
export type MailParams<N extends MailTemplateName> = Parameters<(typeof mailTemplates)[N]['fr']>[0]
