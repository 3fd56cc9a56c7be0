import { sql } from 'drizzle-orm'
import {
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { bytes, idOf, instant } from './columns.ts'
import { accounts, organisations, projects, staffAccounts } from './identity/identity.ts'

export type TicketCategory =
  | 'incident'
  | 'question'
  | 'billing'
  | 'quota'
  | 'security'
  /** A month's service credit is contested, with the evidence attached. */
  | 'sla_contest'
  | 'other'
/** The impact on the customer's service: nothing works, part of it, there is a workaround, none. */
export type TicketImpact = 'down' | 'degraded' | 'minor' | 'none'
export type TicketPriority = 'critical' | 'high' | 'normal' | 'low'
export type TicketState = 'new' | 'in_progress' | 'waiting' | 'resolved' | 'closed'
export type TicketSide = 'customer' | 'support'

/** One row: the last ticket number. Incremented only by `app.take_ticket_number()`. */
export const ticketNumbers = pgTable(
  'ticket_numbers',
  { id: integer('id').primaryKey(), lastNumber: integer('last_number').notNull() },
  () => [check('ticket_numbers_one', sql`id = 1`)],
)

/** A support request of a customer, with one thread for both sides. */
export const tickets = pgTable(
  'tickets',
  {
    id: idOf('id', 'ticket').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    /** Unique for the whole installation, so that customer and support use the same number. */
    number: integer('number').notNull(),
    projectId: idOf('project_id', 'project'),
    subject: text('subject').notNull(),
    category: text('category').$type<TicketCategory>().notNull(),
    impact: text('impact').$type<TicketImpact>().notNull(),
    priority: text('priority').$type<TicketPriority>().notNull(),
    resourceKind: text('resource_kind').$type<'instance' | 'volume'>(),
    resourceId: text('resource_id'),
    /** Its name when the ticket was opened. */
    resourceName: text('resource_name'),
    state: text('state').$type<TicketState>().notNull(),
    openedByAccountId: idOf('opened_by_account_id', 'account')
      .notNull()
      .references(() => accounts.id),
    assignedStaffId: idOf('assigned_staff_id', 'staff').references(() => staffAccounts.id),
    openedAt: instant('opened_at').notNull(),
    /** Support's deadline for the first answer, and when it was given. */
    answerDueAt: instant('answer_due_at').notNull(),
    answeredAt: instant('answered_at'),
    /** When a missing answer is escalated, and when it was. */
    remindAt: instant('remind_at').notNull(),
    remindedAt: instant('reminded_at'),
    lastMessageAt: instant('last_message_at').notNull(),
    lastMessageBy: text('last_message_by').$type<TicketSide>().notNull(),
    /** Since when it is resolved; null while it is not. */
    resolvedAt: instant('resolved_at'),
    closedAt: instant('closed_at'),
  },
  (t) => [
    unique('tickets_by_organisation').on(t.organisationId, t.id),
    uniqueIndex('tickets_number').on(t.number),
    index('tickets_of_organisation').on(t.organisationId, t.lastMessageAt),
    index('tickets_open').on(t.answerDueAt).where(sql`state <> 'closed'`),
    index('tickets_to_remind').on(t.remindAt).where(sql`answered_at is null and reminded_at is null`),
    index('tickets_to_close').on(t.resolvedAt).where(sql`state = 'resolved'`),
    index('tickets_measured').on(t.openedAt),
    foreignKey({
      name: 'tickets_project',
      columns: [t.organisationId, t.projectId],
      foreignColumns: [projects.organisationId, projects.id],
    }),
    check('tickets_resolved', sql`(state = 'resolved') = (resolved_at is not null)`),
    check('tickets_closed', sql`(state = 'closed') = (closed_at is not null)`),
    check('tickets_due', sql`answer_due_at > opened_at and remind_at between opened_at and answer_due_at`),
    check(
      'tickets_resource',
      sql`(resource_kind is null) = (resource_id is null) and (resource_kind is null) = (resource_name is null)
        and (resource_kind is null or project_id is not null)`,
    ),
  ],
)

/** Messages between customer and support; kept permanently. */
export const ticketMessages = pgTable(
  'ticket_messages',
  {
    id: idOf('id', 'ticketMessage').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    ticketId: idOf('ticket_id', 'ticket').notNull(),
    side: text('side').$type<TicketSide>().notNull(),
    accountId: idOf('account_id', 'account').references(() => accounts.id),
    staffId: idOf('staff_id', 'staff').references(() => staffAccounts.id),
    body: text('body').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    unique('ticket_messages_by_organisation').on(t.organisationId, t.ticketId, t.id),
    index('ticket_messages_by_ticket').on(t.ticketId, t.createdAt),
    foreignKey({
      name: 'ticket_messages_of',
      columns: [t.organisationId, t.ticketId],
      foreignColumns: [tickets.organisationId, tickets.id],
    }),
    check(
      'ticket_messages_author',
      sql`(side = 'customer') = (account_id is not null) and (side = 'support') = (staff_id is not null)`,
    ),
  ],
)

/** Notes between staff about a ticket: the customers' site has no right to read them. */
export const ticketNotes = pgTable(
  'ticket_notes',
  {
    id: idOf('id', 'ticketNote').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    ticketId: idOf('ticket_id', 'ticket').notNull(),
    staffId: idOf('staff_id', 'staff')
      .notNull()
      .references(() => staffAccounts.id),
    body: text('body').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    index('ticket_notes_by_ticket').on(t.ticketId, t.createdAt),
    foreignKey({
      name: 'ticket_notes_of',
      columns: [t.organisationId, t.ticketId],
      foreignColumns: [tickets.organisationId, tickets.id],
    }),
  ],
)

/** An attachment of a message, unchanged. */
export const ticketAttachments = pgTable(
  'ticket_attachments',
  {
    id: idOf('id', 'ticketAttachment').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    ticketId: idOf('ticket_id', 'ticket').notNull(),
    messageId: idOf('message_id', 'ticketMessage').notNull(),
    name: text('name').notNull(),
    mediaType: text('media_type').notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    sha256: text('sha256').notNull(),
    content: bytes('content').notNull(),
  },
  (t) => [
    index('ticket_attachments_by_message').on(t.ticketId, t.messageId),
    index('ticket_attachments_sizes').on(t.organisationId, t.sizeBytes),
    foreignKey({
      name: 'ticket_attachments_of',
      columns: [t.organisationId, t.ticketId, t.messageId],
      foreignColumns: [ticketMessages.organisationId, ticketMessages.ticketId, ticketMessages.id],
    }),
    check('ticket_attachments_size', sql`size_bytes between 1 and 10485760`),
  ],
)

/** A file uploaded for a message that is still being written, by a customer or by staff. */
export const ticketUploads = pgTable(
  'ticket_uploads',
  {
    id: idOf('id', 'ticketUpload').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation').references(() => organisations.id),
    accountId: idOf('account_id', 'account').references(() => accounts.id),
    staffId: idOf('staff_id', 'staff').references(() => staffAccounts.id),
    name: text('name').notNull(),
    mediaType: text('media_type').notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    sha256: text('sha256').notNull(),
    content: bytes('content').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    index('ticket_uploads_of_account').on(t.organisationId, t.accountId),
    index('ticket_uploads_of_staff').on(t.staffId),
    index('ticket_uploads_by_age').on(t.createdAt),
    check(
      'ticket_uploads_sender',
      sql`(organisation_id is null) = (account_id is null) and (account_id is null) <> (staff_id is null)`,
    ),
    check('ticket_uploads_size', sql`size_bytes between 1 and 10485760`),
  ],
)

/** Every state change of a ticket, including its opening: the last row is its current state. */
export const ticketChanges = pgTable(
  'ticket_changes',
  {
    id: idOf('id', 'ticketChange').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    ticketId: idOf('ticket_id', 'ticket').notNull(),
    fromState: text('from_state').$type<TicketState>(),
    toState: text('to_state').$type<TicketState>().notNull(),
    /** `system`: automatic, because a deadline passed. */
    actor: text('actor').$type<TicketSide | 'system'>().notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [
    index('ticket_changes_by_ticket').on(t.ticketId, t.changedAt),
    foreignKey({
      name: 'ticket_changes_of',
      columns: [t.organisationId, t.ticketId],
      foreignColumns: [tickets.organisationId, tickets.id],
    }),
  ],
)

/** Members who are notified by mail of support's answers. */
export const ticketFollowers = pgTable(
  'ticket_followers',
  {
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    ticketId: idOf('ticket_id', 'ticket').notNull(),
    accountId: idOf('account_id', 'account')
      .notNull()
      .references(() => accounts.id),
  },
  (t) => [
    primaryKey({ columns: [t.ticketId, t.accountId] }),
    foreignKey({
      name: 'ticket_followers_of',
      columns: [t.organisationId, t.ticketId],
      foreignColumns: [tickets.organisationId, tickets.id],
    }),
  ],
)
