/** Every event that an organisation can be told of. Browser-safe. */
export const webhookEvents = [
  'order.placed',
  'order.settled',
  'budget.threshold_reached',
  'quota.accepted',
  'quota.refused',
] as const
export type WebhookEvent = (typeof webhookEvents)[number]

/** What a test sends: any endpoint takes it. */
export const testEvent = 'webhook.test'
