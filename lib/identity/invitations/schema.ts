import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { memberRoles, projectRoles } from '~/lib/kernel/op-context'
import { emailField, newPasswordField } from '../credentials/schema'
import { personNameField } from '../organisations/schema'
import { projectIdField } from '../projects/schema'

const invitationId = idField('invitation')
const secret = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'link_incomplete')

export const inviteInput = z.strictObject({
  email: emailField,
  role: z.enum(memberRoles),
  /** In addition to the role in the organisation: the same role in each of these projects. */
  projectIds: z.array(projectIdField).max(50).default([]),
  projectRole: z.enum(projectRoles).optional(),
})
export const resendInvitationInput = z.strictObject({ invitationId })
export const withdrawInvitationInput = z.strictObject({ invitationId })
export const acceptInvitationInput = z.strictObject({ secret })
export const signUpInvitedInput = z.strictObject({
  secret,
  fullName: personNameField,
  password: newPasswordField,
})
