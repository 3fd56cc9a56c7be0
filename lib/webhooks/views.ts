import type { DeliveryState, DisabledBecause } from '~/db/schema/webhooks'
import type { Id } from '~/lib/kernel/ids'

export type WebhookView = {
  id: Id<'webhookEndpoint'>
  url: string
  events: string[]
  createdAt: string
  /** Until then the former secret signs too. */
  formerSecretUntil: string | null
  /** Since when, and why, nothing is sent there. */
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
  /** Until it is enabled again nothing leaves for it. */
  isEndpointDisabled: boolean
  createdAt: string
}
