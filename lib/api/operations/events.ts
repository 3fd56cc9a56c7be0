import { z } from 'zod'
import {
  emittedData,
  eventPatterns,
  eventResourceNames,
  eventResources,
  eventTypesOf,
  readEvents,
} from '~/lib/events'
import { listEventsInput } from '~/lib/events/schema'
import { idField } from '~/lib/kernel/id-field'
import { replayEvents } from '~/lib/webhooks'
import { replayEventsInput } from '~/lib/webhooks/schema'
import { defineChange } from '../define-change'
import { defineOperation, type Operation } from '../define-operation'
import { instant } from '../fields'

const patterns = new Set<string>(eventPatterns)
const types = z
  .string()
  .max(4_000)
  .default('*')
  .transform((text) => text.split(','))
  .refine((all) => all.every((each) => patterns.has(each)), 'unknown_event')
  .describe('Patterns between commas: `*`, `instance.*` or `instance.renamed`.')

export const event = z
  .object({
    id: idField('event'),
    type: z.string(),
    occurredAt: instant,
    projectId: idField('project').nullable(),
    subject: z.object({ kind: z.string(), id: z.string() }),
    actor: z.object({
      kind: z.enum(['anonymous', 'account', 'staff', 'system']),
      id: z.string().nullable().describe('Null for the staff of the operator.'),
      tokenId: idField('apiToken').nullable(),
    }),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Event' })

/** What happened in the organisation, and its repetition to an endpoint. */
export const events: readonly Operation[] = [
  defineOperation({
    id: 'listEvents',
    method: 'GET',
    path: '/v1/events',
    tag: 'events',
    summary: 'List what happened, the oldest first',
    description:
      'Events are kept for 30 days, and listed within a second. Give the `id` of the last one as `after` to read the next. Only events whose resources the token may read are listed.',
    permission: 'organisation:read',
    query: {
      after: listEventsInput.shape.after.describe('The last event that was read.'),
      types,
      projectId: listEventsInput.shape.projectId,
      from: instant.optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    },
    status: 200,
    answer: z.object({
      items: z.array(event),
      hasMore: z.boolean().describe('Whether more can be read at once.'),
    }),
    run: async ({ ctx, query: { from, types: chosen, ...query } }) => {
      const input = listEventsInput.parse({
        ...query,
        types: chosen,
        ...(from && { from: new Date(from) }),
      })
      const { events: items, hasMore } = await readEvents(ctx, input)
      return { items, hasMore }
    },
  }),
  defineOperation({
    id: 'listEventTypes',
    method: 'GET',
    path: '/v1/event-types',
    tag: 'events',
    summary: 'List the types of events, by resource',
    permission: 'organisation:read',
    status: 200,
    answer: z.object({
      items: z.array(
        z.object({
          resource: z.string(),
          permission: z.string().describe('What a token must permit to list these events.'),
          types: z.array(z.object({ type: z.string(), hasData: z.boolean() })),
        }),
      ),
    }),
    run: async () => ({
      items: eventResourceNames.map((resource) => ({
        resource,
        permission: eventResources[resource].permission,
        types: eventTypesOf(resource).map((type) => ({ type, hasData: type in emittedData })),
      })),
    }),
  }),
  defineChange({
    id: 'replayEvents',
    path: '/v1/webhooks/{endpointId}/replay',
    tag: 'webhooks',
    summary: 'Send the events of an interval to an endpoint again',
    description: 'They have the ids that they had. At most 5,000 events at once.',
    permission: 'webhook:manage',
    input: replayEventsInput,
    answer: z.object({ events: z.int().describe('How many will be sent.') }),
    run: replayEvents,
  }),
]
