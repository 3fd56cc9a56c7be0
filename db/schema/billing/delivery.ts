import { sql } from 'drizzle-orm'
import {
  check,
  customType,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
} from 'drizzle-orm/pg-core'
import { idOf, instant, int8 } from '../columns.ts'
import { organisations, staffAccounts } from '../identity/identity.ts'
import { billingDocuments } from './documents.ts'

const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })

export type DocumentFileKind = 'pdf' | 'cii'

/** The files of an issued document, generated once: the Factur-X and the separate CII. */
export const documentFiles = pgTable(
  'document_files',
  {
    documentId: idOf('document_id', 'invoice').notNull(),
    kind: text('kind').$type<DocumentFileKind>().notNull(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    content: bytea('content').notNull(),
    /** SHA-256 of `content`, lower-case hexadecimal. */
    sha256: text('sha256').notNull(),
    madeAt: instant('made_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.documentId, t.kind] }),
    foreignKey({
      name: 'document_files_document',
      columns: [t.organisationId, t.documentId],
      foreignColumns: [billingDocuments.organisationId, billingDocuments.id],
    }),
    check('document_files_kind', sql`kind in ('pdf', 'cii')`),
  ],
)

/** `platform` is an approved platform (companies), `chorus_pro` the State's platform (public bodies). */
export type DeliveryChannel = 'mail' | 'chorus_pro' | 'platform'
/** `deposited` waits for the platform's checks, `accepted` has passed them; staff handle the last two. */
export type EinvoiceState = 'waiting' | 'deposited' | 'accepted' | 'rejected' | 'failed'

/** The delivery of a document to its buyer, one row per channel. */
export const documentDeliveries = pgTable(
  'document_deliveries',
  {
    id: idOf('id', 'delivery').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    documentId: idOf('document_id', 'invoice').notNull(),
    channel: text('channel').$type<DeliveryChannel>().notNull(),
    state: text('state').$type<EinvoiceState>().notNull(),
    attempts: integer('attempts').notNull().default(0),
    /** Next attempt or poll; null when no automatic step remains. */
    nextAttemptAt: instant('next_attempt_at'),
    /** The platform's id; until it is known, the platform knows the document by the delivery's id. */
    externalId: text('external_id'),
    /** The highest life-cycle status received. */
    statusCode: integer('status_code'),
    failureCode: text('failure_code'),
    failureText: text('failure_text'),
    depositedAt: instant('deposited_at'),
    createdAt: instant('created_at').notNull(),
    /** When a member of staff dealt with a rejection. */
    settledAt: instant('settled_at'),
    settledByStaffId: idOf('settled_by_staff_id', 'staff').references(() => staffAccounts.id),
  },
  (t) => [
    unique('document_deliveries_once').on(t.documentId, t.channel),
    unique('document_deliveries_by_organisation').on(t.organisationId, t.id),
    index('document_deliveries_due').on(t.nextAttemptAt).where(sql`next_attempt_at is not null`),
    foreignKey({
      name: 'document_deliveries_document',
      columns: [t.organisationId, t.documentId],
      foreignColumns: [billingDocuments.organisationId, billingDocuments.id],
    }),
    check('document_deliveries_channel', sql`channel in ('mail', 'chorus_pro', 'platform')`),
    check(
      'document_deliveries_state',
      sql`state in ('waiting', 'deposited', 'accepted', 'rejected', 'failed')`,
    ),
  ],
)

/** Life-cycle statuses (200 to 501) as received; duplicates are stored once. */
export const deliveryStatuses = pgTable(
  'delivery_statuses',
  {
    deliveryId: idOf('delivery_id', 'delivery').notNull(),
    /** The platform's id of the message, so that a message read twice is stored once. */
    externalId: text('external_id').notNull(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    code: integer('code').notNull(),
    reasonCode: text('reason_code'),
    reasonText: text('reason_text'),
    happenedAt: instant('happened_at').notNull(),
    receivedAt: instant('received_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.deliveryId, t.externalId] }),
    foreignKey({
      name: 'delivery_statuses_delivery',
      columns: [t.organisationId, t.deliveryId],
      foreignColumns: [documentDeliveries.organisationId, documentDeliveries.id],
    }),
    check('delivery_statuses_code', sql`code between 200 and 699`),
  ],
)

/**
 * A payment that must be reported to the platform that holds its invoice (status 212, « Encaissée »), one row per
 * allocation: for services on which VAT is due on payment.
 */
export const paymentReports = pgTable(
  'payment_reports',
  {
    id: idOf('id', 'paymentReport').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    documentId: idOf('document_id', 'invoice').notNull(),
    deliveryId: idOf('delivery_id', 'delivery').notNull(),
    allocationId: idOf('allocation_id', 'paymentAllocation').notNull().unique('payment_reports_once'),
    /** Negative for a refund. */
    cents: int8('cents').notNull(),
    /** The total reported for the invoice before: its VAT is reported as the difference. */
    beforeCents: int8('before_cents').notNull(),
    /** The day of the bank movement or of the card payment. */
    occurredOn: date('occurred_on').notNull(),
    state: text('state').$type<EinvoiceState>().notNull(),
    attempts: integer('attempts').notNull().default(0),
    /** How often staff had it sent again: the platform gets another name for each time. */
    resends: integer('resends').notNull().default(0),
    nextAttemptAt: instant('next_attempt_at'),
    externalId: text('external_id'),
    failureCode: text('failure_code'),
    failureText: text('failure_text'),
    depositedAt: instant('deposited_at'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    index('payment_reports_due').on(t.nextAttemptAt).where(sql`next_attempt_at is not null`),
    index('payment_reports_by_delivery').on(t.deliveryId, t.createdAt),
    index('payment_reports_by_document').on(t.documentId),
    index('payment_reports_recent').on(t.createdAt),
    foreignKey({
      name: 'payment_reports_delivery',
      columns: [t.organisationId, t.deliveryId],
      foreignColumns: [documentDeliveries.organisationId, documentDeliveries.id],
    }),
    check('payment_reports_cents', sql`cents <> 0 and before_cents >= 0 and before_cents + cents >= 0`),
    check('payment_reports_state', sql`state in ('waiting', 'deposited', 'accepted', 'rejected', 'failed')`),
  ],
)

/** Where e-invoices are sent: one row per channel; without one, to the embedded platform. */
export const einvoiceConnections = pgTable(
  'einvoice_connections',
  {
    channel: text('channel').$type<'chorus_pro' | 'platform'>().primaryKey(),
    baseUrl: text('base_url').notNull(),
    tokenUrl: text('token_url').notNull(),
    clientId: text('client_id').notNull(),
    /** Sealed. The sites write it and cannot read it; only the worker opens it. */
    clientSecretSealed: text('client_secret_sealed').notNull(),
    /** For the technical account of Chorus Pro. */
    accountSealed: text('account_sealed'),
    /** Statuses up to this instant have been polled. */
    polledUntil: instant('polled_until'),
    updatedAt: instant('updated_at').notNull(),
  },
  () => [
    check('einvoice_connections_channel', sql`channel in ('chorus_pro', 'platform')`),
    check('einvoice_connections_account', sql`(channel = 'chorus_pro') = (account_sealed is not null)`),
  ],
)

/** What the embedded platform has received. */
export const embeddedFlows = pgTable('embedded_flows', {
  /** The id of the delivery: deposited twice, it is one flow. */
  trackingId: text('tracking_id').primaryKey(),
  name: text('name').notNull(),
  sha256: text('sha256').notNull(),
  receivedAt: instant('received_at').notNull(),
  /** A status that staff made the simulated buyer give, to try what follows. */
  givenCode: integer('given_code'),
  givenReason: text('given_reason'),
  givenAt: instant('given_at'),
})

export type ExportState = 'waiting' | 'running' | 'ready' | 'failed'

/** An export prepared in the background and kept for a week. */
export const exportJobs = pgTable(
  'export_jobs',
  {
    id: idOf('id', 'export').primaryKey(),
    /** Null for an export of the operator over all organisations. */
    organisationId: idOf('organisation_id', 'organisation').references(() => organisations.id),
    /** The account or member of staff that requested it. */
    requestedBy: text('requested_by').notNull(),
    kind: text('kind').notNull(),
    format: text('format').notNull(),
    period: text('period').notNull(),
    locale: text('locale').$type<'fr' | 'en'>().notNull(),
    state: text('state').$type<ExportState>().notNull(),
    rows: integer('rows').notNull().default(0),
    bytes: integer('bytes').notNull().default(0),
    fileName: text('file_name').notNull(),
    createdAt: instant('created_at').notNull(),
    finishedAt: instant('finished_at'),
    expiresAt: instant('expires_at').notNull(),
  },
  (t) => [
    index('export_jobs_recent').on(t.organisationId, t.createdAt),
    check('export_jobs_state', sql`state in ('waiting', 'running', 'ready', 'failed')`),
  ],
)

export const exportChunks = pgTable(
  'export_chunks',
  {
    exportId: idOf('export_id', 'export')
      .notNull()
      .references(() => exportJobs.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    content: bytea('content').notNull(),
  },
  (t) => [primaryKey({ columns: [t.exportId, t.position] })],
)

/** The expense account in the buyer's books for a cost centre; `*` for all others. */
export const purchaseAccounts = pgTable(
  'purchase_accounts',
  {
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    costCentre: text('cost_centre').notNull(),
    account: text('account').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.costCentre] }),
    check('purchase_accounts_account', sql`account ~ '^6[0-9]{2,11}$'`),
  ],
)
