import { sql } from 'drizzle-orm'
import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { bytes, idOf, instant, int8 } from './columns.ts'
import { accounts, organisations, projects } from './identity/identity.ts'

/**
 * The audit trail, written in the transaction of the change. `sequence` and `hash` are set at most a second later by
 * the batch chainer. Append-only by privilege.
 */
export const auditEvents = pgTable(
  'audit_events',
  {
    id: idOf('id', 'audit').primaryKey(),
    /** Null for acts without an organisation (inventory, staff). */
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

/** An attachment of a mail; deleted once it is sent. */
export const mailAttachments = pgTable(
  'mail_attachments',
  {
    mailId: idOf('mail_id', 'mail')
      .notNull()
      .references(() => mailMessages.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    mediaType: text('media_type').notNull(),
    content: bytes('content').notNull(),
  },
  (t) => [primaryKey({ columns: [t.mailId, t.name] })],
)

/**
 * Notices in the portal: order delivered, request accepted… With a project when it concerns only that project, whose
 * guests then see it; with a person when it is for that person only.
 */
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
    projectId: idOf('project_id', 'project'),
    accountId: idOf('account_id', 'account').references(() => accounts.id),
    createdAt: instant('created_at').notNull(),
    /** Read for all members, from before each person had a reading position. */
    readAt: instant('read_at'),
  },
  (t) => [
    index('notices_recent').on(t.organisationId, t.createdAt),
    index('notices_by_time').on(t.createdAt),
    foreignKey({
      name: 'notices_project',
      columns: [t.organisationId, t.projectId],
      foreignColumns: [projects.organisationId, projects.id],
    }),
  ],
)

/** How far each person has read the notices of an organisation. */
export const noticeReadings = pgTable(
  'notice_readings',
  {
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    accountId: idOf('account_id', 'account')
      .notNull()
      .references(() => accounts.id),
    readUpTo: instant('read_up_to').notNull(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.accountId] })],
)

/** Documents behind the `BlobStore` port: the row has kind and owner, the store has the bytes. */
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

/** Facts about this installation that its processes share, e.g. the date of seeding. */
export const installationFacts = pgTable('installation_facts', {
  name: text('name').primaryKey(),
  value: text('value').notNull(),
  isDemonstration: boolean('is_demonstration').notNull().default(false),
})
