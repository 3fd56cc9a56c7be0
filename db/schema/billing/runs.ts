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

/** `dry_run` writes nothing but its figures, `draft` writes drafts, `final` numbers and closes the month. */
export type BillingRunMode = 'dry_run' | 'draft' | 'final'

/** One passage over the organisations for a month. What it did for each is a row of `billing_run_items`. */
export const billingRuns = pgTable(
  'billing_runs',
  {
    id: idOf('id', 'billingRun').primaryKey(),
    period: text('period').notNull(),
    mode: text('mode').$type<BillingRunMode>().notNull(),
    state: text('state').$type<'running' | 'done'>().notNull(),
    /** `one`: the organisation of its only item was asked for; a month is billed once it had a run over all. */
    scope: text('scope').$type<'all' | 'one'>().notNull().default('all'),
    /** Null for a run that the clock or the command line began. */
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
    /** Of the month before, as issued; null where there was none. */
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

/** The months that are closed: an organisation's month is invoiced once, what comes later is late usage of the next. */
export const billedMonths = pgTable(
  'billed_months',
  {
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    period: text('period').notNull(),
    /** Usage recorded up to then is in it. */
    closedAt: instant('closed_at').notNull(),
    documents: integer('documents').notNull(),
    netCents: int8('net_cents').notNull(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.period] })],
)

export type ConcessionKind = 'credit_note' | 'gesture' | 'service_credit'

/**
 * What staff gives: a credit note against an invoice, or an amount that the next invoice takes off. From the seller's
 * limit on it waits until another person agrees.
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
    /** The invoice that is credited. */
    documentId: idOf('document_id', 'invoice'),
    /** By position of the invoice's lines, for a partial credit; null credits all of it. */
    lineCents: jsonb('line_cents').$type<Record<string, string>>(),
    /** Without VAT, positive. */
    netCents: int8('net_cents').notNull(),
    /** How much of it invoices have taken off so far. */
    usedCents: int8('used_cents').notNull().default(sql`0`),
    reason: text('reason').notNull(),
    proposedByStaffId: idOf('proposed_by_staff_id', 'staff')
      .notNull()
      .references(() => staffAccounts.id),
    proposedAt: instant('proposed_at').notNull(),
    decidedByStaffId: idOf('decided_by_staff_id', 'staff').references(() => staffAccounts.id),
    decidedAt: instant('decided_at'),
    /** What carried it out: the credit note, or the invoice that took it off. */
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
