import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { webhookEvents } from './events'

const endpointId = idField('webhookEndpoint')
const deliveryId = idField('webhookDelivery')

export const createWebhookInput = z.strictObject({
  url: z.string().trim().min(1, 'required').max(500, 'too_long'),
  events: z.array(z.enum(webhookEvents)).min(1, 'required').max(webhookEvents.length),
})
export const rotateWebhookSecretInput = z.strictObject({ endpointId })
export const deleteWebhookInput = z.strictObject({ endpointId })
export const enableWebhookInput = z.strictObject({ endpointId })
export const testWebhookInput = z.strictObject({ endpointId })
export const redeliverWebhookInput = z.strictObject({ deliveryId })
