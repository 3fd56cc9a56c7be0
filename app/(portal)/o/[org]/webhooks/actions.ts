'use server'
import { defineAction } from '~/app/_server/define-action'
import {
  createWebhook,
  deleteWebhook,
  enableWebhook,
  redeliverWebhook,
  replayEvents,
  rotateWebhookSecret,
  testWebhook,
} from '~/lib/webhooks'
import {
  createWebhookInput,
  deleteWebhookInput,
  enableWebhookInput,
  redeliverWebhookInput,
  replayEventsInput,
  rotateWebhookSecretInput,
  testWebhookInput,
} from '~/lib/webhooks/schema'

const organisation = { surface: 'portal', scope: 'organisation' } as const

export const createWebhookAction = defineAction(
  { ...organisation, schema: createWebhookInput, refresh: true },
  createWebhook,
)

export const rotateWebhookSecretAction = defineAction(
  { ...organisation, schema: rotateWebhookSecretInput, refresh: true },
  rotateWebhookSecret,
)

export const deleteWebhookAction = defineAction(
  { ...organisation, schema: deleteWebhookInput, refresh: true },
  deleteWebhook,
)

export const enableWebhookAction = defineAction(
  { ...organisation, schema: enableWebhookInput, refresh: true },
  enableWebhook,
)

export const testWebhookAction = defineAction(
  { ...organisation, schema: testWebhookInput, refresh: true },
  testWebhook,
)

export const redeliverWebhookAction = defineAction(
  { ...organisation, schema: redeliverWebhookInput, refresh: true },
  redeliverWebhook,
)

export const replayEventsAction = defineAction(
  { ...organisation, schema: replayEventsInput, refresh: true },
  replayEvents,
)
