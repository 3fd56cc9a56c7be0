import { sql } from 'drizzle-orm'
import { check, foreignKey, index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { idOf, instant } from './columns.ts'
import { organisations } from './identity/identity.ts'

export type DisabledBecause = 'gone' | 'failing'

/** Webhook endpoints of an organisation. Secrets are sealed; the former one signs in addition to the new one. */
export const webhookEndpoints = pgTable(
  'webhook_endpoints',
  {
    id: idOf('id', 'webhookEndpoint').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    url: text('url').notNull(),
    events: text('events').array().notNull(),
    secretSealed: text('secret_sealed').notNull(),
    formerSecretSealed: text('former_secret_sealed'),
    /** Both secrets sign until then. */
    formerSecretUntil: instant('former_secret_until'),
    createdAt: instant('created_at').notNull(),
    deletedAt: instant('deleted_at'),
    /** Nothing is sent there since then: it answered that it is gone, or rejected everything for days. */
    disabledAt: instant('disabled_at'),
    disabledBecause: text('disabled_because').$type<DisabledBecause>(),
  },
  (t) => [
    unique('webhook_endpoints_by_organisation').on(t.organisationId, t.id),
    index('webhook_endpoints_live').on(t.organisationId).where(sql`deleted_at is null`),
    check('webhook_endpoints_disabled', sql`(disabled_at is null) = (disabled_because is null)`),
    check('webhook_endpoints_disabled_because', sql`disabled_because in ('gone', 'failing')`),
  ],
)

export type DeliveryState = 'waiting' | 'delivered' | 'failed'

/** One event for one endpoint, retried until it is accepted or given up. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: idOf('id', 'webhookDelivery').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    endpointId: idOf('endpoint_id', 'webhookEndpoint').notNull(),
    /** The same for every endpoint and attempt: receivers drop duplicates. */
    messageId: text('message_id').notNull(),
    event: text('event').notNull(),
    payload: jsonb('payload').$type<Record<string, unknown>>().notNull(),
    state: text('state').$type<DeliveryState>().notNull(),
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAt: instant('next_attempt_at'),
    /** Lease of the sending worker, so that two workers do not send it at the same time. */
    leasedUntil: instant('leased_until'),
    lastStatus: integer('last_status'),
    lastError: text('last_error'),
    lastAttemptAt: instant('last_attempt_at'),
    createdAt: instant('created_at').notNull(),
    /** Where the trace of the request that caused the event goes on. */
    traceparent: text('traceparent'),
  },
  (t) => [
    unique('webhook_deliveries_by_organisation').on(t.organisationId, t.id),
    index('webhook_deliveries_due').on(t.nextAttemptAt).where(sql`state = 'waiting'`),
    index('webhook_deliveries_recent').on(t.endpointId, t.createdAt),
    foreignKey({
      columns: [t.organisationId, t.endpointId],
      foreignColumns: [webhookEndpoints.organisationId, webhookEndpoints.id],
    }),
  ],
)
