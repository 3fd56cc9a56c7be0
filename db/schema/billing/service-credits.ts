import { sql } from 'drizzle-orm'
import {
  bigint,
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
import { bundles } from '../catalogue.ts'
import { idOf, instant, int8 } from '../columns.ts'
import { organisations, staffAccounts } from '../identity/identity.ts'
import { serviceContracts } from '../sla/sla.ts'
import { tickets } from '../support.ts'
import { billingDocuments } from './documents.ts'

/** Why a month was reckoned: it ended, what it is reckoned from changed, or a person had it done again. */
export type AssessmentCause = 'month_ended' | 'facts_changed' | 'requested'

/**
 * What a month of a resource came to against its objective, and what that gives back. Written once: what changes later
 * is another revision. `evidence` is the text from which anybody reckons the same again, with its SHA-256.
 */
export const slaAssessments = pgTable(
  'sla_assessments',
  {
    id: idOf('id', 'slaAssessment').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    subjectId: text('subject_id').notNull(),
    subjectKind: text('subject_kind').$type<'instance' | 'volume'>().notNull(),
    bundleId: idOf('bundle_id', 'bundle')
      .notNull()
      .references(() => bundles.id),
    /** The month in Paris, `2026-10`. */
    period: text('period').notNull(),
    /** From one on. */
    revision: integer('revision').notNull(),
    cause: text('cause').$type<AssessmentCause>().notNull(),
    /** What whoever asked for it gave as a reason. */
    reason: text('reason'),
    requestedByStaffId: idOf('requested_by_staff_id', 'staff').references(() => staffAccounts.id),
    contractId: idOf('contract_id', 'serviceContract')
      .notNull()
      .references(() => serviceContracts.id),
    objectivePpm: integer('objective_ppm').notNull(),
    windowMs: int8('window_ms').notNull(),
    excludedMs: int8('excluded_ms').notNull(),
    unknownMs: int8('unknown_ms').notNull(),
    downMs: int8('down_ms').notNull(),
    upMs: int8('up_ms').notNull(),
    /** Null when nothing was seen. */
    availabilityPpm: integer('availability_ppm'),
    /** Of the resource for the month, without VAT, promotions taken off. */
    priceCents: int8('price_cents').notNull(),
    /** Without VAT; nothing when the objective was kept. */
    creditCents: int8('credit_cents').notNull(),
    evidence: text('evidence').notNull(),
    evidenceSha256: text('evidence_sha256').notNull(),
    assessedAt: instant('assessed_at').notNull(),
  },
  (t) => [
    unique('sla_assessments_by_organisation').on(t.organisationId, t.id),
    uniqueIndex('sla_assessments_revision').on(t.subjectId, t.period, t.revision),
    index('sla_assessments_by_month').on(t.organisationId, t.period),
    check('sla_assessments_period', sql`period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'`),
    check('sla_assessments_parts', sql`window_ms = excluded_ms + unknown_ms + down_ms + up_ms`),
    check('sla_assessments_ppm', sql`(availability_ppm is null) = (down_ms + up_ms = 0)`),
    check('sla_assessments_credit', sql`price_cents >= 0 and credit_cents between 0 and price_cents`),
    check('sla_assessments_asked', sql`(cause = 'requested') = (reason is not null)`),
  ],
)

/**
 * The months of an organisation that were assessed, and when for the last time. Whoever has one done again says so here,
 * with a reason: it is done, and written with its revisions, once.
 */
export const slaAssessedMonths = pgTable(
  'sla_assessed_months',
  {
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    period: text('period').notNull(),
    assessedAt: instant('assessed_at').notNull(),
    requestedAt: instant('requested_at'),
    requestReason: text('request_reason'),
    requestedByStaffId: idOf('requested_by_staff_id', 'staff').references(() => staffAccounts.id),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.period] }),
    index('sla_assessed_months_requested').on(t.requestedAt).where(sql`requested_at > assessed_at`),
    check(
      'sla_assessed_months_request',
      sql`(requested_at is null) = (request_reason is null) and (requested_at is null) = (requested_by_staff_id is null)`,
    ),
  ],
)

/**
 * Months of an organisation of which something changed that they are reckoned from: a decision about what is left out, a
 * credit note, announced work. Written by triggers with the change itself; gone once the month was assessed again.
 */
export const slaOvertakenMonths = pgTable('sla_overtaken_months', {
  id: bigint('id', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
  organisationId: idOf('organisation_id', 'organisation')
    .notNull()
    .references(() => organisations.id),
  period: text('period').notNull(),
})

/** Months that were assessed for whoever had anything by their end: nothing is looked for any more. */
export const slaClosedPeriods = pgTable('sla_closed_periods', {
  period: text('period').primaryKey(),
  closedAt: instant('closed_at').notNull(),
})

/**
 * `drafted` goes onto the next document by itself; `awaiting_confirmation` waits for a billing officer; `carried` did
 * not fit yet, wholly or in part; `superseded` gave way to a later revision before anything of it was given.
 */
export type ServiceCreditState =
  | 'drafted'
  | 'awaiting_confirmation'
  | 'granted'
  | 'refused'
  | 'carried'
  | 'superseded'

/** By how much a revision differs from what was given for the month before it: more, or, below nothing, less. */
export const serviceCredits = pgTable(
  'service_credits',
  {
    id: idOf('id', 'serviceCredit').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    assessmentId: idOf('assessment_id', 'slaAssessment').notNull().unique(),
    subjectId: text('subject_id').notNull(),
    subjectKind: text('subject_kind').$type<'instance' | 'volume'>().notNull(),
    period: text('period').notNull(),
    amountCents: int8('amount_cents').notNull(),
    /** How much of it documents carry, with its sign. */
    usedCents: int8('used_cents').notNull().default(sql`0`),
    state: text('state').$type<ServiceCreditState>().notNull(),
    requestedByStaffId: idOf('requested_by_staff_id', 'staff').references(() => staffAccounts.id),
    decidedByStaffId: idOf('decided_by_staff_id', 'staff').references(() => staffAccounts.id),
    decidedAt: instant('decided_at'),
    decisionReason: text('decision_reason'),
    createdAt: instant('created_at').notNull(),
    grantedAt: instant('granted_at'),
  },
  (t) => [
    unique('service_credits_by_organisation').on(t.organisationId, t.id),
    index('service_credits_by_month').on(t.organisationId, t.period),
    index('service_credits_open').on(t.organisationId).where(sql`state in ('drafted', 'carried')`),
    index('service_credits_waiting').on(t.createdAt).where(sql`state = 'awaiting_confirmation'`),
    foreignKey({
      name: 'service_credits_assessment',
      columns: [t.organisationId, t.assessmentId],
      foreignColumns: [slaAssessments.organisationId, slaAssessments.id],
    }),
    check('service_credits_amount', sql`amount_cents <> 0`),
    check(
      'service_credits_used',
      sql`used_cents between least(0, amount_cents) and greatest(0, amount_cents)
        and (state = 'granted') = (used_cents = amount_cents) and (state = 'granted') = (granted_at is not null)
        and (state in ('granted', 'carried') or used_cents = 0)`,
    ),
    check(
      'service_credits_decided',
      sql`(decided_at is null) = (decided_by_staff_id is null) and (state <> 'refused' or decision_reason is not null)
        and (state <> 'awaiting_confirmation' or decided_at is null)`,
    ),
    check(
      'service_credits_two_people',
      sql`decided_by_staff_id is null or decided_by_staff_id is distinct from requested_by_staff_id`,
    ),
  ],
)

/** The lines of documents that give a credit, or take one back: `cents` with the sign of the credit. Written once. */
export const serviceCreditLines = pgTable(
  'service_credit_lines',
  {
    creditId: idOf('credit_id', 'serviceCredit').notNull(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    documentId: idOf('document_id', 'invoice').notNull(),
    position: integer('position').notNull(),
    cents: int8('cents').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.creditId, t.documentId, t.position] }),
    index('service_credit_lines_by_document').on(t.documentId),
    foreignKey({
      name: 'service_credit_lines_of',
      columns: [t.organisationId, t.creditId],
      foreignColumns: [serviceCredits.organisationId, serviceCredits.id],
    }),
    foreignKey({
      name: 'service_credit_lines_document',
      columns: [t.organisationId, t.documentId],
      foreignColumns: [billingDocuments.organisationId, billingDocuments.id],
    }),
    check('service_credit_lines_cents', sql`cents <> 0`),
  ],
)

/** The tickets by which customers contest what a month was found to be. */
export const slaContests = pgTable(
  'sla_contests',
  {
    ticketId: idOf('ticket_id', 'ticket').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    assessmentId: idOf('assessment_id', 'slaAssessment').notNull(),
    subjectId: text('subject_id').notNull(),
    period: text('period').notNull(),
    contestedAt: instant('contested_at').notNull(),
  },
  (t) => [
    index('sla_contests_by_month').on(t.organisationId, t.period),
    foreignKey({
      name: 'sla_contests_ticket',
      columns: [t.organisationId, t.ticketId],
      foreignColumns: [tickets.organisationId, tickets.id],
    }),
    foreignKey({
      name: 'sla_contests_assessment',
      columns: [t.organisationId, t.assessmentId],
      foreignColumns: [slaAssessments.organisationId, slaAssessments.id],
    }),
  ],
)
