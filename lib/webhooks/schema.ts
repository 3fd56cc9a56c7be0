import { z } from 'zod'
import { eventPattern } from '~/lib/events/schema'
import { idField } from '~/lib/kernel/id-field'

const endpointId = idField('webhookEndpoint')
/** RFC 3339. */
const instant = z.iso.datetime().transform((text) => new Date(text))
const deliveryId = idField('webhookDelivery')

export const createWebhookInput = z.strictObject({
  url: z.string().trim().min(1, 'required').max(500, 'too_long'),
  events: z.array(eventPattern).min(1, 'required').max(500, 'too_many'),
})
export const rotateWebhookSecretInput = z.strictObject({ endpointId })
export const deleteWebhookInput = z.strictObject({ endpointId })
export const enableWebhookInput = z.strictObject({ endpointId })
export const testWebhookInput = z.strictObject({ endpointId })
export const redeliverWebhookInput = z.strictObject({ deliveryId })
export const replayEventsInput = z.strictObject({
  endpointId,
  from: instant,
  until: instant,
})
