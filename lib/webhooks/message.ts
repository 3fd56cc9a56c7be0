import { type PublishedEvent, toView } from '~/lib/events'

/** What an endpoint receives: a type, a time and data, as in Standard Webhooks. Pure. */
export function messageOf(event: PublishedEvent): Record<string, unknown> {
  const { type, occurredAt, data, ...known } = toView(event)
  return { type, timestamp: occurredAt, data: { ...known, organisationId: event.organisationId, ...data } }
}
