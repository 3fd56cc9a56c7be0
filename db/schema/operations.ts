import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { idOf, instant, int8 } from './columns.ts'
import { organisations } from './identity.ts'

/**
 * Who did what, written in the transaction of the change. `sequence` and `hash` are given at most a
 * second later by the batch chainer. Append-only by privilege.
 */
export const auditEvents = pgTable(
  'audit_events',
  {
    id: idOf('id', 'audit').primaryKey(),
    /** Null for acts that concern no organisation (inventory, staff). */
    organisationId: idOf('organisation_id', 'organisation').references(() => organisations.id),
    event: text('event').notNull(),
    actorKind: text('actor_kind').$type<'anonymous' | 'account' | 'staff' | 'system'>().notNull(),
    actorId: text('actor_id').notNull(),
    actorLabel: text('actor_label').notNull(),
    surface: text('surface').notNull(),
    requestId: text('request_id').notNull(),
    ip: text('ip'),
    subjectKind: text('subject_kind').notNull(),
    subjectId: text('subject_id').notNull(),
    details: jsonb('details').$type<Record<string, unknown>>().notNull().default({}),
    occurredAt: instant('occurred_at').notNull(),
    sequence: int8('sequence').unique(),
    hash: text('hash'),
  },
  (t) => [
    index('audit_events_by_organisation').on(t.organisationId, t.occurredAt),
    index('audit_events_unchained').on(t.occurredAt).where(sql`sequence is null`),
    index('audit_events_by_subject').on(t.subjectId),
  ],
)

/** Outgoing mail; in the embedded mode without SMTP the mailbox page shows these rows. */
export const mailMessages = pgTable(
  'mail_messages',
  {
    id: idOf('id', 'mail').primaryKey(),
    recipient: text('recipient').notNull(),
    subject: text('subject').notNull(),
    textBody: text('text_body').notNull(),
    htmlBody: text('html_body').notNull(),
    template: text('template').notNull(),
    state: text('state').$type<'queued' | 'sent' | 'failed' | 'kept'>().notNull(),
    attempts: integer('attempts').notNull().default(0),
    lastError: text('last_error'),
    createdAt: instant('created_at').notNull(),
    sentAt: instant('sent_at'),
  },
  (t) => [index('mail_messages_recent').on(t.createdAt)],
)

/** What a person should see in the portal the next time: order delivered, request accepted… */
export const notices = pgTable(
  'notices',
  {
    id: idOf('id', 'notice').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    kind: text('kind').notNull(),
    params: jsonb('params').$type<Record<string, string>>().notNull().default({}),
    href: text('href').notNull(),
    createdAt: instant('created_at').notNull(),
    readAt: instant('read_at'),
  },
  (t) => [index('notices_recent').on(t.organisationId, t.createdAt)],
)

/** Documents behind the `BlobStore` port: the row says what and whose, the store holds the bytes. */
export const storedDocuments = pgTable(
  'stored_documents',
  {
    id: idOf('id', 'document').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    kind: text('kind').notNull(),
    fileName: text('file_name').notNull(),
    contentType: text('content_type').notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    sha256: text('sha256').notNull(),
    storageKey: text('storage_key').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [uniqueIndex('stored_documents_key').on(t.storageKey)],
)

/** Facts about this installation that processes share, e.g. the date of seeding. */
export const installationFacts = pgTable('installation_facts', {
  name: text('name').primaryKey(),
  value: text('value').notNull(),
  isDemonstration: boolean('is_demonstration').notNull().default(false),
})
