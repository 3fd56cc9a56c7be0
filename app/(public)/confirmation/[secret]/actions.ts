'use server'
import { defineAction } from '~/app/_server/define-action'
import { confirmEmail } from '~/lib/identity'
import { confirmEmailInput } from '~/lib/identity/schema'

export const confirmEmailAction = defineAction(
  { surface: 'portal', scope: 'public', schema: confirmEmailInput },
  confirmEmail,
)
