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

/** Why a month was assessed: it ended, its facts changed, or staff requested it. */
export type AssessmentCause = 'month_ended' | 'facts_changed' | 'requested'

/**
 * The assessment of a resource's month against its objective, and the resulting credit. Never changed: a later
 * change writes another revision. `evidence` is the text from which the result can be recomputed, stored with its
 * SHA-256.
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
    /** Starts at 1. */
    revision: integer('revision').notNull(),
    cause: text('cause').$type<AssessmentCause>().notNull(),
    /** The reason given by the requester. */
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
    /** Null without observations. */
    availabilityPpm: integer('availability_ppm'),
    /** The resource's price for the month, without VAT and less promotions. */
    priceCents: int8('price_cents').notNull(),
    /** Without VAT; zero when the objective was met. */
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
 * The assessed months of an organisation, and when each was last assessed. A requested reassessment is stored here
 * with its reason; it runs once and its revisions carry the reason.
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
 * Months of an organisation whose facts changed: an exclusion, a credit note, announced maintenance. Written by
 * triggers in the transaction of the change, deleted once the month is reassessed.
 */
export const slaOvertakenMonths = pgTable('sla_overtaken_months', {
  id: bigint('id', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
  organisationId: idOf('organisation_id', 'organisation')
    .notNull()
    .references(() => organisations.id),
  period: text('period').notNull(),
})

/** Months that are assessed for every organisation with resources by their end: no organisation is left to find. */
export const slaClosedPeriods = pgTable('sla_closed_periods', {
  period: text('period').primaryKey(),
  closedAt: instant('closed_at').notNull(),
})

/**
 * `drafted` joins the next document automatically; `awaiting_confirmation` waits for a billing officer; `carried`
 * did not fit yet, in whole or in part; `superseded` was replaced by a later revision before any of it was credited.
 */
export type ServiceCreditState =
  | 'drafted'
  | 'awaiting_confirmation'
  | 'granted'
  | 'refused'
  | 'carried'
  | 'superseded'

/**
 * The difference between a revision and the credits given before for the month: positive for more, negative for
 * less.
 */
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
    /** The part that documents carry, with its sign. */
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

/** Document lines that give or take back a credit: `cents` with the sign of the credit. Never changed. */
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

/** Tickets in which customers contest an assessment. */
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
