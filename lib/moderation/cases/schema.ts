import { z } from 'zod'
import { paragraphField } from '~/lib/identity/schema'
import { idField } from '~/lib/kernel/id-field'
import { dayField } from '~/lib/kernel/time/date-fields'

export const caseId = idField('moderationCase')

export const askCaseInput = z.strictObject({ caseId, question: paragraphField(2000) })
export const holdCaseInput = z.strictObject({ caseId, until: dayField, reason: paragraphField(2000) })
export const assignCaseInput = z.strictObject({
  caseId,
  /** Absent: unassigned. */
  staffId: idField('staff').optional(),
})
export const answerCaseInput = z.strictObject({ caseId, answer: paragraphField(2000) })
