import { z } from 'zod'
import { type Id, isId } from '~/lib/kernel/ids'

const creditId = z.custom<Id<'serviceCredit'>>((value) => isId('serviceCredit', value), 'id')

export const decideServiceCreditInput = z.discriminatedUnion('decision', [
  z.strictObject({ creditId, decision: z.literal('confirmed') }),
  z.strictObject({ creditId, decision: z.literal('refused'), reason: z.string().trim().min(5).max(300) }),
])

export type DecideServiceCreditInput = z.output<typeof decideServiceCreditInput>
