import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'

const creditId = idField('serviceCredit')

export const decideServiceCreditInput = z.discriminatedUnion('decision', [
  z.strictObject({ creditId, decision: z.literal('confirmed') }),
  z.strictObject({ creditId, decision: z.literal('refused'), reason: z.string().trim().min(5).max(300) }),
])

export type DecideServiceCreditInput = z.output<typeof decideServiceCreditInput>
