import { z } from 'zod'
import { paragraphField } from '~/lib/identity/schema'
import { dayField } from '~/lib/kernel/time/date-fields'

export const caseId = z.string().regex(/^mcs_[0-9a-z]{26}$/)

export const askCaseInput = z.strictObject({ caseId, question: paragraphField(2000) })
export const holdCaseInput = z.strictObject({ caseId, until: dayField, reason: paragraphField(2000) })
export const assignCaseInput = z.strictObject({
  caseId,
  /** Absent: unassigned. */
  staffId: z
    .string()
    .regex(/^stf_[0-9a-z]{26}$/)
    .optional(),
})
export const answerCaseInput = z.strictObject({ caseId, answer: paragraphField(2000) })
