'use server'
import { refresh } from 'next/cache'
import { defineAction } from '~/app/_server/define-action'
import {
  createWebhook,
  deleteWebhook,
  enableWebhook,
  redeliverWebhook,
  rotateWebhookSecret,
  testWebhook,
} from '~/lib/webhooks'
import {
  createWebhookInput,
  deleteWebhookInput,
  enableWebhookInput,
  redeliverWebhookInput,
  rotateWebhookSecretInput,
  testWebhookInput,
} from '~/lib/webhooks/schema'

const organisation = { surface: 'portal', scope: 'organisation' } as const

export const createWebhookAction = defineAction(
  { ...organisation, schema: createWebhookInput },
  async (ctx, input) => {
    const made = await createWebhook(ctx, input)
    refresh()
    return made
  },
)

export const rotateWebhookSecretAction = defineAction(
  { ...organisation, schema: rotateWebhookSecretInput },
  async (ctx, input) => {
    const rotated = await rotateWebhookSecret(ctx, input)
    refresh()
    return rotated
  },
)

export const deleteWebhookAction = defineAction(
  { ...organisation, schema: deleteWebhookInput },
  async (ctx, input) => {
    await deleteWebhook(ctx, input)
    refresh()
  },
)

export const enableWebhookAction = defineAction(
  { ...organisation, schema: enableWebhookInput },
  async (ctx, input) => {
    await enableWebhook(ctx, input)
    refresh()
  },
)

export const testWebhookAction = defineAction(
  { ...organisation, schema: testWebhookInput },
  async (ctx, input) => {
    await testWebhook(ctx, input)
    refresh()
  },
)

export const redeliverWebhookAction = defineAction(
  { ...organisation, schema: redeliverWebhookInput },
  async (ctx, input) => {
    await redeliverWebhook(ctx, input)
    refresh()
  },
)
