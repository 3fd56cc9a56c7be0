import { z } from 'zod'
import { lineField, paragraphField } from '~/lib/identity/schema'

const delivery = { deliveryId: z.string().max(40) }

export const deliveryInput = z.strictObject(delivery)

const reference = lineField(50).optional()

/** An invoice under a new number; references that are not given stay as they are. */
export const replaceInvoiceInput = z.strictObject({
  ...delivery,
  reason: paragraphField(500),
  engagement: reference,
  serviceCode: reference,
  purchaseOrder: reference,
})
export type ReplaceInvoiceInput = z.output<typeof replaceInvoiceInput>

export const paymentReportInput = z.strictObject({ paymentReportId: z.string().max(40) })

/** What the buyer says, in the place of the buyer. */
export const embeddedStatusInput = z.strictObject({
  ...delivery,
  code: z.enum(['204', '205', '207', '208', '210', '211', '212']),
  reason: z.string().trim().max(500).optional(),
})

const local = /^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?(\/|$)/
const address = z
  .url()
  .max(300)
  .refine((text) => text.startsWith('https://') || local.test(text), 'https_only')

/** Secrets are written and never read again: all of them are asked for at each change. */
export const connectionInput = z
  .strictObject({
    channel: z.enum(['chorus_pro', 'platform']),
    baseUrl: address,
    tokenUrl: address,
    clientId: z.string().trim().min(1).max(200),
    clientSecret: z.string().min(1).max(500),
    /** `login:password` of the technical account, for Chorus Pro. */
    account: z.string().max(500).optional(),
  })
  .refine(({ channel, account }) => channel === 'platform' || /^[^:]+:.+$/.test(account ?? ''), {
    path: ['account'],
    error: 'technical_account',
  })

export const connectionChannelInput = z.strictObject({ channel: z.enum(['chorus_pro', 'platform']) })
