import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { periodField } from '~/lib/kernel/time/date-fields'

const assessmentId = idField('slaAssessment')

export const creditStateField = z.enum([
  'awaiting_confirmation',
  'drafted',
  'carried',
  'granted',
  'refused',
  'superseded',
])

export const contestMonthInput = z.strictObject({
  assessmentId,
  body: z.string().trim().min(10).max(4_000),
})

export const requestAssessmentInput = z.strictObject({
  organisationId: idField('organisation'),
  period: periodField,
  reason: z.string().trim().min(5).max(200),
})

export const evidenceParams = z.strictObject({ assessmentId })
export type ContestMonthInput = z.output<typeof contestMonthInput>
export type RequestAssessmentInput = z.output<typeof requestAssessmentInput>
