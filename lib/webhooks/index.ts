export { deliverDue, forgetDeliveries } from './delivery/deliver-due'
export { refuseUrl } from './delivery/endpoint-url'
export { type PinnedAnswer, sendPinned, type Way } from './delivery/send-pinned'
export { emitEvent, emitEvents } from './emit-event'
export {
  createWebhook,
  deleteWebhook,
  enableWebhook,
  readWebhooks,
  redeliverWebhook,
  rotateWebhookSecret,
  testWebhook,
} from './manage-webhooks'
