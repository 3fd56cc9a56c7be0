'use server'
import { defineAction } from '~/app/_server/define-action'
import { decideQuarantine } from '~/lib/provisioning'
import { decideQuarantineInput } from '~/lib/provisioning/schema'

export const decideQuarantineAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: decideQuarantineInput },
  decideQuarantine,
)
