import { z } from 'zod'
import { lineField, paragraphField } from '~/lib/identity/schema'

const delivery = { deliveryId: z.string().max(40) }

export const deliveryInput = z.strictObject(delivery)

const reference = lineField(50).optional()

/** Reissues an invoice under a new number; absent references stay as they are. */
export const replaceInvoiceInput = z.strictObject({
  ...delivery,
  reason: paragraphField(500),
  engagement: reference,
  serviceCode: reference,
  purchaseOrder: reference,
})
export type ReplaceInvoiceInput = z.output<typeof replaceInvoiceInput>

export const paymentReportInput = z.strictObject({ paymentReportId: z.string().max(40) })

/** A status that staff enter on behalf of the buyer. */
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

/** Secrets are write-only, so each change must include all of them. */
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
