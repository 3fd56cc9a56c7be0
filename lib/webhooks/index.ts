export { deliverDue, forgetDeliveries } from './deliver-due'
export { emitEvent, emitEvents } from './emit-event'
export { refuseUrl } from './endpoint-url'
export {
  createWebhook,
  deleteWebhook,
  enableWebhook,
  readWebhooks,
  redeliverWebhook,
  rotateWebhookSecret,
  testWebhook,
} from './manage-webhooks'
export { type PinnedAnswer, sendPinned, type Way } from './send-pinned'
