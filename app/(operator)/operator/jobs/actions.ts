'use server'
import { defineAction } from '~/app/_server/define-action'
import { retryJob } from '~/lib/resources'
import { retryJobInput } from '~/lib/resources/schema'

export const retryJobAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: retryJobInput },
  retryJob,
)
