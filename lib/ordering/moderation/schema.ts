import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'

/** One decision about one case, or about several of one kind. */
export const decideCasesInput = z.strictObject({
  caseIds: z.array(idField('moderationCase')).min(1).max(50, 'too_many_cases'),
  decision: z.enum(['accepted', 'refused']),
  reason: z.string().trim().max(2000, 'too_long').default(''),
})
