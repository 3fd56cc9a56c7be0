export { webhookEvents } from './events'
export type { WebhookDeliveryView, WebhookView } from './views'
