import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { euros } from '../euros'

const reason = z.string().trim().min(5).max(300)

/** Credits the whole remainder of an invoice, or an amount of one of its lines. */
export const creditInvoiceInput = z
  .strictObject({
    documentId: idField('invoice'),
    /** Absent: the whole invoice. */
    position: z.int().min(1).max(1_000_000).optional(),
    amount: euros.optional(),
    reason,
  })
  .refine((input) => (input.position === undefined) === (input.amount === undefined), {
    path: ['amount'],
    error: 'amount',
  })

export const grantConcessionInput = z.strictObject({
  organisationId: idField('organisation'),
  kind: z.enum(['gesture', 'service_credit']),
  amount: euros,
  reason,
})

export const decideConcessionInput = z.strictObject({
  concessionId: idField('concession'),
  decision: z.enum(['agreed', 'refused']),
})

export type CreditInvoiceInput = z.output<typeof creditInvoiceInput>
export type GrantConcessionInput = z.output<typeof grantConcessionInput>
export type DecideConcessionInput = z.output<typeof decideConcessionInput>
