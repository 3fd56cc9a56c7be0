import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { dayField } from '~/lib/kernel/time/date-fields'

/** Euros and cents as typed, `12 000,50`; at most a thousand million. */
export const amountInput = z
  .string()
  .max(24)
  .transform((text) => text.replace(/[\s\u00a0\u202f€]/g, '').replace(',', '.'))
  .pipe(z.string().regex(/^\d{1,9}(\.\d{1,2})?$/, 'amount_form'))
  .transform((text) => {
    const [euros = '0', cents = ''] = text.split('.')
    return BigInt(euros) * 100n + BigInt(cents.padEnd(2, '0'))
  })

export const createPurchaseOrderInput = z.strictObject({
  number: z
    .string()
    .trim()
    .regex(/^[\p{L}\p{N}][\p{L}\p{N} ./_#-]{0,49}$/u, 'purchase_order_form'),
  ceiling: amountInput,
  startsOn: dayField,
  endsOn: dayField,
})
export const amendPurchaseOrderInput = z.strictObject({
  purchaseOrderId: idField('purchaseOrder'),
  ceiling: amountInput,
  endsOn: dayField,
  reason: z.string().trim().min(3, 'reason_needed').max(500),
})

export const attachDocumentInput = z.strictObject({
  purchaseOrderId: idField('purchaseOrder'),
  name: z.string().trim().min(1).max(120, 'file_name_long'),
})
export const documentParams = z.strictObject({ id: idField('purchaseOrderDocument') })

export type CreatePurchaseOrderInput = z.output<typeof createPurchaseOrderInput>
export type AmendPurchaseOrderInput = z.output<typeof amendPurchaseOrderInput>
/** The file itself, as a stream of chunks. */
export type AttachDocumentInput = z.output<typeof attachDocumentInput> & {
  content: AsyncIterable<Uint8Array>
}
