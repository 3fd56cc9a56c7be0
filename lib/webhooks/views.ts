import type { DeliveryState } from '~/db/schema/webhooks'
import type { Id } from '~/lib/kernel/ids'

export type WebhookView = {
  id: Id<'webhookEndpoint'>
  url: string
  events: string[]
  createdAt: string
  /** Until then the former secret signs too. */
  formerSecretUntil: string | null
}

export type WebhookDeliveryView = {
  id: Id<'webhookDelivery'>
  url: string
  event: string
  messageId: string
  state: DeliveryState
  attempts: number
  lastStatus: number | null
  lastError: string | null
  nextAttemptAt: string | null
  createdAt: string
}
