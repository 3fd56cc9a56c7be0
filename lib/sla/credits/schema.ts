import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'

const assessmentId = idField('slaAssessment')
/** A month, `2026-10`. */
export const monthField = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'period')

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
  period: monthField,
  reason: z.string().trim().min(5).max(200),
})

export const evidenceParams = z.strictObject({ assessmentId })
export type ContestMonthInput = z.output<typeof contestMonthInput>
export type RequestAssessmentInput = z.output<typeof requestAssessmentInput>
