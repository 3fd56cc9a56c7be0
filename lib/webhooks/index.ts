export { deliverDue, sweepDeliveries } from './delivery/deliver-due'
export { refuseUrl } from './delivery/endpoint-url'
export { type NetworkAccess, type PinnedAnswer, sendPinned } from './delivery/send-pinned'
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
export { publishEvents } from './publish-events'
export { replayEvents } from './replay-events'
