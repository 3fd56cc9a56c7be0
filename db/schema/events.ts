import { sql } from 'drizzle-orm'
import { boolean, check, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { idOf, instant, int8 } from './columns.ts'
import { organisations } from './identity/identity.ts'

/**
 * What happened in an organisation, for programs; kept for 30 days. Null positions are not yet published: the one
 * worker that publishes gives them, so that events are listed in an order that no later commit changes.
 */
export const organisationEvents = pgTable(
  'organisation_events',
  {
    id: idOf('id', 'event').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    projectId: idOf('project_id', 'project'),
    type: text('type').notNull(),
    subjectKind: text('subject_kind').notNull(),
    subjectId: text('subject_id').notNull(),
    actorKind: text('actor_kind').$type<'anonymous' | 'account' | 'staff' | 'system'>().notNull(),
    /** Null for staff: customers do not learn who acted. */
    actorId: text('actor_id'),
    tokenId: idOf('token_id', 'apiToken'),
    data: jsonb('data').$type<Record<string, unknown>>().notNull(),
    occurredAt: instant('occurred_at').notNull(),
    traceparent: text('traceparent'),
    position: int8('position').unique('organisation_events_position_unique'),
  },
  (t) => [
    index('organisation_events_listed').on(t.organisationId, t.position),
    index('organisation_events_unpublished').on(t.occurredAt, t.id).where(sql`position is null`),
    index('organisation_events_old').on(t.occurredAt),
  ],
)

/** How far the audit log has been published, and the last position that was given. One row. */
export const eventPublication = pgTable(
  'event_publication',
  {
    isOne: boolean('is_one').primaryKey().default(true),
    sequence: int8('sequence').notNull(),
    position: int8('position').notNull(),
  },
  () => [check('event_publication_is_one', sql`is_one`)],
)
