'use server'
import { defineAction } from '~/app/_server/define-action'
import { decideServiceCredit } from '~/lib/billing'
import { decideServiceCreditInput } from '~/lib/billing/schema'
import { requestAssessment } from '~/lib/sla'
import { requestAssessmentInput } from '~/lib/sla/schema'

const staff = { surface: 'operator', scope: 'staff' } as const

export const decideServiceCreditAction = defineAction(
  { ...staff, schema: decideServiceCreditInput, refresh: true },
  decideServiceCredit,
)

export const requestAssessmentAction = defineAction(
  { ...staff, schema: requestAssessmentInput, refresh: true },
  requestAssessment,
)
