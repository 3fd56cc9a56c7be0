import { z } from 'zod'

/** One decision about one case, or about several of one kind. */
export const decideCasesInput = z.strictObject({
  caseIds: z
    .array(z.string().regex(/^mcs_[0-9a-z]{26}$/))
    .min(1)
    .max(50, 'too_many_cases'),
  decision: z.enum(['accepted', 'refused']),
  reason: z.string().trim().max(2000, 'too_long').default(''),
})
