'use server'
import { defineAction } from '~/app/_server/define-action'
import { resetPassword } from '~/lib/identity'
import { resetPasswordInput } from '~/lib/identity/schema'

export const resetPasswordAction = defineAction(
  { surface: 'portal', scope: 'public', schema: resetPasswordInput },
  resetPassword,
)
