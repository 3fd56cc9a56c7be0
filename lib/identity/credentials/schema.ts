import { z } from 'zod'
import { normaliseEmail } from './email'
import { passwordLengths } from './password-lengths'

/** A normalised e-mail address. */
export const emailField = z
  .string()
  .max(320, 'email_invalid')
  .transform(normaliseEmail)
  .pipe(z.email('email_invalid').max(254, 'email_invalid'))

/** A new password; `checkNewPassword` makes the final decision. */
export const newPasswordField = z
  .string()
  .min(passwordLengths.account, 'password_too_short')
  .max(passwordLengths.max, 'password_too_long')

/** An existing password to check. */
const passwordField = z.string().min(1, 'required').max(1024, 'password_too_long')
/** Six digits, or a recovery code; spaces and dashes are ignored. */
const codeField = z.string().trim().min(6, 'code_length').max(40, 'code_length')
const secretField = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'link_incomplete')

export const signInInput = z.strictObject({
  email: emailField,
  password: passwordField,
  code: codeField.optional(),
})
export const changePasswordInput = z.strictObject({
  currentPassword: passwordField,
  newPassword: newPasswordField,
})
export const requestPasswordResetInput = z.strictObject({ email: emailField })
export const resetPasswordInput = z.strictObject({ secret: secretField, newPassword: newPasswordField })
export const confirmEmailInput = z.strictObject({ secret: secretField })
export const enableSecondFactorInput = z.strictObject({
  code: codeField,
  password: passwordField.optional(),
})
export const secondFactorCodeInput = z.strictObject({ code: codeField })
/** A second-factor code or a password, depending on the account. */
export const confirmIdentityInput = z.strictObject({ proof: passwordField })
export const endSessionInput = z.strictObject({ sessionId: z.string().regex(/^[0-9a-f]{64}$/) })
export const nothing = z.strictObject({})

export type SignInInput = z.output<typeof signInInput>
