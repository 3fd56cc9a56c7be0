import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { euros } from '../euros'

const local = /^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?(\/|$)/

const baseUrl = z
  .url()
  .max(300)
  .refine((text) => text.startsWith('https://') || local.test(text), 'https_only')

/** The secret is write-only. */
export const setCardProviderInput = z.strictObject({
  baseUrl,
  secret: z
    .string()
    .min(16, 'too_short')
    .max(500, 'too_long')
    .regex(/^[\x21-\x7e]+$/, 'invalid_format'),
})
/** The provider that the page displayed: a provider connected in the meantime is not switched. */
export const switchCardsInput = z.strictObject({ baseUrl, isOn: z.boolean() })
export const payByCardInput = z.strictObject({
  documentId: idField('invoice'),
})

export const refundCardPaymentInput = z.strictObject({
  cardPaymentId: idField('cardPayment'),
  amount: euros,
  reason: z.string().trim().min(5).max(300),
})
export const decideCardRefundInput = z.strictObject({
  cardRefundId: idField('cardRefund'),
  decision: z.enum(['agreed', 'refused']),
})
