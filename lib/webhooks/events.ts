/** Every webhook event. Browser-safe. */
export const webhookEvents = [
  'order.placed',
  'order.settled',
  'budget.threshold_reached',
  'cost.anomaly_found',
  'quota.accepted',
  'quota.refused',
  'service_credit.granted',
  'service_level.budget_burning',
  'balancer.pool_down',
  'balancer.pool_up',
  'probe.failing',
  'probe.recovered',
  'ticket.answered',
  'ticket.resolved',
  'incident.opened',
  'incident.updated',
  'incident.resolved',
  'maintenance.announced',
  'maintenance.changed',
  'maintenance.cancelled',
] as const
export type WebhookEvent = (typeof webhookEvents)[number]

/** The event of a test; every endpoint accepts it. */
export const testEvent = 'webhook.test'
