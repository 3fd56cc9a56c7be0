import { sql } from 'drizzle-orm'
import { check, foreignKey, index, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core'
import { idOf, instant } from '../columns.ts'
import { organisationMembers, organisations } from '../identity/identity.ts'
import { billingDocuments } from './documents.ts'
import { paymentAllocations } from './payments.ts'

/**
 * Exports sent automatically on a day of the next month, once the month is billed: by mail to chosen members, or to an
 * S3-compatible address.
 */
export const exportSchedules = pgTable(
  'export_schedules',
  {
    id: idOf('id', 'exportSchedule').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    kind: text('kind').notNull(),
    format: text('format').notNull(),
    destination: text('destination').$type<'mail' | 's3'>().notNull(),
    endpoint: text('endpoint'),
    region: text('region'),
    bucket: text('bucket'),
    /** Prefix of object names; may be empty. */
    prefix: text('prefix'),
    accessKeyId: text('access_key_id'),
    /** Sealed. The sites write it and cannot read it; only the worker opens it. */
    secretKeySealed: text('secret_key_sealed'),
    locale: text('locale').$type<'fr' | 'en'>().notNull(),
    /** Day of the month after the exported one, in Paris, before which nothing is sent. */
    day: integer('day').notNull().default(1),
    pausedAt: instant('paused_at'),
    /** End of the last pause: the months before, except the last one, get no file of their own. */
    resumedAt: instant('resumed_at'),
    createdByAccountId: idOf('created_by_account_id', 'account').notNull(),
    createdAt: instant('created_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (t) => [
    unique('export_schedules_by_organisation').on(t.organisationId, t.id),
    index('export_schedules_live').on(t.organisationId).where(sql`ended_at is null`),
    check('export_schedules_day', sql`day between 1 and 28`),
    check('export_schedules_destination', sql`destination in ('mail', 's3')`),
    check(
      'export_schedules_s3',
      sql`(destination = 's3') = (endpoint is not null and region is not null and bucket is not null and prefix is not null and access_key_id is not null and secret_key_sealed is not null)`,
    ),
  ],
)

/** Members to whom a schedule is mailed, while they may read billing. */
export const exportScheduleRecipients = pgTable(
  'export_schedule_recipients',
  {
    scheduleId: idOf('schedule_id', 'exportSchedule').notNull(),
    memberId: idOf('member_id', 'member').notNull(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.scheduleId, t.memberId] }),
    foreignKey({
      name: 'export_schedule_recipients_schedule',
      columns: [t.organisationId, t.scheduleId],
      foreignColumns: [exportSchedules.organisationId, exportSchedules.id],
    }),
    foreignKey({
      name: 'export_schedule_recipients_member',
      columns: [t.organisationId, t.memberId],
      foreignColumns: [organisationMembers.organisationId, organisationMembers.id],
    }),
  ],
)

export type ScheduledState = 'waiting' | 'delivered' | 'failed'

/** A month of a schedule: it is sent once. */
export const scheduledExports = pgTable(
  'scheduled_exports',
  {
    scheduleId: idOf('schedule_id', 'exportSchedule').notNull(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    period: text('period').notNull(),
    /** The file in preparation; deleted after a week. */
    exportId: idOf('export_id', 'export').notNull(),
    state: text('state').$type<ScheduledState>().notNull(),
    attempts: integer('attempts').notNull().default(0),
    /** Next attempt; null when no automatic step remains. */
    nextAttemptAt: instant('next_attempt_at'),
    failure: text('failure'),
    createdAt: instant('created_at').notNull(),
    finishedAt: instant('finished_at'),
  },
  (t) => [
    primaryKey({ columns: [t.scheduleId, t.period] }),
    index('scheduled_exports_due').on(t.nextAttemptAt).where(sql`next_attempt_at is not null`),
    foreignKey({
      name: 'scheduled_exports_schedule',
      columns: [t.organisationId, t.scheduleId],
      foreignColumns: [exportSchedules.organisationId, exportSchedules.id],
    }),
    check('scheduled_exports_state', sql`state in ('waiting', 'delivered', 'failed')`),
    check('scheduled_exports_over', sql`(state = 'waiting') = (next_attempt_at is not null)`),
    check('scheduled_exports_period', sql`period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'`),
  ],
)

/** Documents that a schedule has sent or is sending, each once. */
export const exportDocuments = pgTable(
  'export_documents',
  {
    scheduleId: idOf('schedule_id', 'exportSchedule').notNull(),
    documentId: idOf('document_id', 'invoice').notNull(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    /** The file that contains it; its row is deleted after a week. */
    exportId: idOf('export_id', 'export').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.scheduleId, t.documentId] }),
    index('export_documents_by_export').on(t.exportId),
    foreignKey({
      name: 'export_documents_schedule',
      columns: [t.organisationId, t.scheduleId],
      foreignColumns: [exportSchedules.organisationId, exportSchedules.id],
    }),
    foreignKey({
      name: 'export_documents_document',
      columns: [t.organisationId, t.documentId],
      foreignColumns: [billingDocuments.organisationId, billingDocuments.id],
    }),
  ],
)

/** Payments that a schedule has sent or is sending, each once, independent of its day. */
export const exportPayments = pgTable(
  'export_payments',
  {
    scheduleId: idOf('schedule_id', 'exportSchedule').notNull(),
    allocationId: idOf('allocation_id', 'paymentAllocation').notNull(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    /** The file that contains it; its row is deleted after a week. */
    exportId: idOf('export_id', 'export').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.scheduleId, t.allocationId] }),
    index('export_payments_by_export').on(t.exportId),
    foreignKey({
      name: 'export_payments_schedule',
      columns: [t.organisationId, t.scheduleId],
      foreignColumns: [exportSchedules.organisationId, exportSchedules.id],
    }),
    foreignKey({
      name: 'export_payments_allocation',
      columns: [t.organisationId, t.allocationId],
      foreignColumns: [paymentAllocations.organisationId, paymentAllocations.id],
    }),
  ],
)
