export { deliverDue, sweepDeliveries } from './delivery/deliver-due'
export { refuseUrl } from './delivery/endpoint-url'
export { type NetworkAccess, type PinnedAnswer, sendPinned } from './delivery/send-pinned'
export { emitEvent, emitEvents } from './emit-event'
export { endDoubtOfWebhook } from './end-doubt'
export {
  createWebhook,
  deleteWebhook,
  enableWebhook,
  readWebhooks,
  redeliverWebhook,
  rotateWebhookSecret,
  testWebhook,
} from './manage-webhooks'
