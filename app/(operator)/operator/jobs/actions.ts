'use server'
import { defineAction } from '~/app/_server/define-action'
import { retryJob } from '~/lib/provisioning'
import { retryJobInput } from '~/lib/provisioning/schema'

export const retryJobAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: retryJobInput },
  retryJob,
)
