import type { DeliveryState, DisabledBecause } from '~/db/schema/webhooks'
import type { Id } from '~/lib/kernel/ids'

export type WebhookView = {
  id: Id<'webhookEndpoint'>
  url: string
  events: string[]
  createdAt: string
  /** Until then the former secret signs as well. */
  formerSecretUntil: string | null
  /** When and why the endpoint was disabled. */
  disabled: { at: string; because: DisabledBecause } | null
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
  /** Nothing is sent until it is enabled again. */
  isEndpointDisabled: boolean
  createdAt: string
}
