import { confirmEmail } from './confirm-email'
import { passwordChanged } from './password-changed'
import { resetPassword } from './reset-password'
import { secondFactorEnabled } from './second-factor-enabled'

/** Every mail the product sends: one file each, one line here. */
export const mailTemplates = {
  'confirm-email': confirmEmail,
  'password-changed': passwordChanged,
  'reset-password': resetPassword,
  'second-factor-enabled': secondFactorEnabled,
}

export type MailTemplateName = keyof typeof mailTemplates
export type MailParams<N extends MailTemplateName> = Parameters<(typeof mailTemplates)[N]['fr']>[0]
