'use server'
import { defineAction } from '~/app/_server/define-action'
import { confirmSubscription, endSubscription, subscribeToStatus } from '~/lib/incidents'
import { subscribeInput, subscriptionInput } from '~/lib/incidents/schema'

const anybody = { surface: 'portal', scope: 'public' } as const

export const subscribeToStatusAction = defineAction({ ...anybody, schema: subscribeInput }, subscribeToStatus)

export const confirmSubscriptionAction = defineAction(
  { ...anybody, schema: subscriptionInput },
  confirmSubscription,
)

export const endSubscriptionAction = defineAction({ ...anybody, schema: subscriptionInput }, endSubscription)
