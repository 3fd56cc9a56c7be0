export { deliverDue, forgetDeliveries } from './deliver-due'
export { emitEvent } from './emit-event'
export {
  createWebhook,
  deleteWebhook,
  readWebhooks,
  redeliverWebhook,
  rotateWebhookSecret,
  testWebhook,
} from './manage-webhooks'
