import { z } from 'zod'
import { paragraphField } from '~/lib/identity/schema'

export const caseId = z.string().regex(/^mcs_[0-9a-z]{26}$/)
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'day_form')

export const askCaseInput = z.strictObject({ caseId, question: paragraphField(2000) })
export const holdCaseInput = z.strictObject({ caseId, until: day, reason: paragraphField(2000) })
export const assignCaseInput = z.strictObject({
  caseId,
  /** Nobody when absent. */
  staffId: z
    .string()
    .regex(/^stf_[0-9a-z]{26}$/)
    .optional(),
})
export const answerCaseInput = z.strictObject({ caseId, answer: paragraphField(2000) })
