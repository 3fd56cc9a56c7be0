'use server'
import { defineAction } from '~/app/_server/define-action'
import { acceptInvitation, signUpInvited } from '~/lib/identity'
import { acceptInvitationInput, signUpInvitedInput } from '~/lib/identity/schema'

export const acceptInvitationAction = defineAction(
  { surface: 'portal', scope: 'account', schema: acceptInvitationInput },
  acceptInvitation,
)

export const signUpInvitedAction = defineAction(
  { surface: 'portal', scope: 'public', schema: signUpInvitedInput },
  signUpInvited,
)
