import { z } from 'zod'
import { type Id, isId } from '~/lib/kernel/ids'
import { webhookEvents } from './events'

const endpointId = z.custom<Id<'webhookEndpoint'>>((value) => isId('webhookEndpoint', value), 'id')
const deliveryId = z.custom<Id<'webhookDelivery'>>((value) => isId('webhookDelivery', value), 'id')

export const createWebhookInput = z.strictObject({
  url: z.string().trim().min(1, 'required').max(500, 'too_long'),
  events: z.array(z.enum(webhookEvents)).min(1, 'required').max(webhookEvents.length),
})
export const rotateWebhookSecretInput = z.strictObject({ endpointId })
export const deleteWebhookInput = z.strictObject({ endpointId })
export const enableWebhookInput = z.strictObject({ endpointId })
export const testWebhookInput = z.strictObject({ endpointId })
export const redeliverWebhookInput = z.strictObject({ deliveryId })
