export type { WebhookDeliveryView, WebhookView } from './views'
