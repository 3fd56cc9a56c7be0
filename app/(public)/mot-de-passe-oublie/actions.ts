'use server'
import { defineAction } from '~/app/_server/define-action'
import { requestPasswordReset } from '~/lib/identity'
import { requestPasswordResetInput } from '~/lib/identity/schema'

export const requestPasswordResetAction = defineAction(
  { surface: 'portal', scope: 'public', schema: requestPasswordResetInput },
  requestPasswordReset,
)
