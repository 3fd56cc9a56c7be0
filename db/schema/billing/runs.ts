import { sql } from 'drizzle-orm'
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { idOf, instant, int8 } from '../columns.ts'
import { organisations, staffAccounts } from '../identity/identity.ts'
import { billingDocuments } from './documents.ts'

/** `dry_run` stores only its figures, `draft` writes drafts, `final` numbers the invoices and closes the month. */
export type BillingRunMode = 'dry_run' | 'draft' | 'final'

/** The billing of one month over the organisations. The result for each is a row of `billing_run_items`. */
export const billingRuns = pgTable(
  'billing_runs',
  {
    id: idOf('id', 'billingRun').primaryKey(),
    period: text('period').notNull(),
    mode: text('mode').$type<BillingRunMode>().notNull(),
    state: text('state').$type<'running' | 'done'>().notNull(),
    /** `one`: only the organisation of its single item; a month counts as billed once a run has covered all. */
    scope: text('scope').$type<'all' | 'one'>().notNull().default('all'),
    /** Null for a run started by the schedule or the command line. */
    requestedByStaffId: idOf('requested_by_staff_id', 'staff').references(() => staffAccounts.id),
    startedAt: instant('started_at').notNull(),
    finishedAt: instant('finished_at'),
  },
  (t) => [
    index('billing_runs_recent').on(t.startedAt),
    uniqueIndex('billing_runs_one_at_a_time').on(t.period, t.mode).where(sql`state = 'running'`),
    check('billing_runs_scope', sql`scope in ('all', 'one')`),
    check('billing_runs_period', sql`period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'`),
  ],
)

export const billingRunItems = pgTable(
  'billing_run_items',
  {
    runId: idOf('run_id', 'billingRun')
      .notNull()
      .references(() => billingRuns.id),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    state: text('state')
      .$type<'waiting' | 'billed' | 'nothing_to_bill' | 'already_billed' | 'refused'>()
      .notNull(),
    documents: integer('documents').notNull().default(0),
    netCents: int8('net_cents').notNull().default(sql`0`),
    /** Of the month before, as issued; null if there was none. */
    previousNetCents: int8('previous_net_cents'),
    refusalCode: text('refusal_code'),
    refusalParams: jsonb('refusal_params').$type<Record<string, string>>(),
    finishedAt: instant('finished_at'),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.organisationId] }),
    index('billing_run_items_waiting').on(t.runId).where(sql`state = 'waiting'`),
  ],
)

/** The closed months: an organisation's month is invoiced once, later usage is late usage of the next month. */
export const billedMonths = pgTable(
  'billed_months',
  {
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    period: text('period').notNull(),
    /** Contains the usage recorded up to this instant. */
    closedAt: instant('closed_at').notNull(),
    documents: integer('documents').notNull(),
    netCents: int8('net_cents').notNull(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.period] })],
)

export type ConcessionKind = 'credit_note' | 'gesture' | 'service_credit'

/**
 * Concessions: a credit note against an invoice, or a gesture that the next invoice deducts. From the seller's limit
 * on, it waits for a second approver.
 */
export const billingConcessions = pgTable(
  'billing_concessions',
  {
    id: idOf('id', 'concession').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    kind: text('kind').$type<ConcessionKind>().notNull(),
    state: text('state').$type<'proposed' | 'agreed' | 'refused' | 'carried_out'>().notNull(),
    /** The credited invoice. */
    documentId: idOf('document_id', 'invoice'),
    /** Cents by line position of the invoice, for a partial credit; null credits all of it. */
    lineCents: jsonb('line_cents').$type<Record<string, string>>(),
    /** Without VAT, positive. */
    netCents: int8('net_cents').notNull(),
    /** The part that invoices have deducted so far. */
    usedCents: int8('used_cents').notNull().default(sql`0`),
    reason: text('reason').notNull(),
    proposedByStaffId: idOf('proposed_by_staff_id', 'staff')
      .notNull()
      .references(() => staffAccounts.id),
    proposedAt: instant('proposed_at').notNull(),
    decidedByStaffId: idOf('decided_by_staff_id', 'staff').references(() => staffAccounts.id),
    decidedAt: instant('decided_at'),
    /** The credit note, or the invoice that deducted it. */
    outcomeDocumentId: idOf('outcome_document_id', 'invoice'),
  },
  (t) => [
    index('billing_concessions_open').on(t.organisationId).where(sql`state in ('proposed', 'agreed')`),
    foreignKey({
      name: 'billing_concessions_document',
      columns: [t.organisationId, t.documentId],
      foreignColumns: [billingDocuments.organisationId, billingDocuments.id],
    }),
    foreignKey({
      name: 'billing_concessions_outcome',
      columns: [t.organisationId, t.outcomeDocumentId],
      foreignColumns: [billingDocuments.organisationId, billingDocuments.id],
    }),
    check('billing_concessions_positive', sql`net_cents > 0 and used_cents between 0 and net_cents`),
    check('billing_concessions_credit', sql`(kind = 'credit_note') = (document_id is not null)`),
    check(
      'billing_concessions_two_people',
      sql`decided_by_staff_id is distinct from proposed_by_staff_id or decided_by_staff_id is null`,
    ),
  ],
)
