import { sql } from 'drizzle-orm'
import { check, index, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { idOf, instant } from './columns.ts'
import { organisations } from './identity/identity.ts'

/** What a case is about; `references`: a running order with references that no directory could check. */
export type CaseKind = 'organisation' | 'order' | 'quote' | 'quota' | 'references'

export type CaseState =
  /** Waits for the operator. */
  | 'waiting'
  /** Waits for the operator, who gave a date. */
  | 'held'
  /** Waits for the applicant's answer. */
  | 'asked'
  | 'closed'

export type CaseOutcome = 'accepted' | 'refused' | 'answered' | 'withdrawn' | 'expired'

/** The fields of the queue's list, as of the opening of the case. Cents are decimal strings. */
export type CaseSummary = {
  /** Of the order or quote. */
  number?: string
  monthlyCents?: string
  /** When it expires automatically. */
  expiresAt?: string
  project?: string
  /** The requesting account, which is notified of the outcome. */
  applicant?: string
  /** Why no rule accepted it. */
  because?: string[]
  resource?: string
  from?: number
  to?: number
}

/**
 * One wait for the operator: opened when something needs a decision, answered by the first question or decision. An
 * applicant's answer opens the next case, so that each wait is measured separately.
 */
export const moderationCases = pgTable(
  'moderation_cases',
  {
    id: idOf('id', 'moderationCase').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    /** Null for a case of the organisation as a whole. */
    projectId: idOf('project_id', 'project'),
    kind: text('kind').$type<CaseKind>().notNull(),
    /** The organisation, order or request. */
    subjectId: text('subject_id').notNull(),
    summary: jsonb('summary').$type<CaseSummary>().notNull(),
    state: text('state').$type<CaseState>().notNull(),
    assignedStaffId: idOf('assigned_staff_id', 'staff'),
    openedAt: instant('opened_at').notNull(),
    /** The operator's first response other than an announcement that it needs longer. */
    answeredAt: instant('answered_at'),
    heldUntil: instant('held_until'),
    closedAt: instant('closed_at'),
    outcome: text('outcome').$type<CaseOutcome>(),
  },
  (t) => [
    uniqueIndex('moderation_cases_open').on(t.kind, t.subjectId).where(sql`state <> 'closed'`),
    index('moderation_cases_waiting').on(t.openedAt).where(sql`state <> 'closed'`),
    index('moderation_cases_measured').on(t.openedAt),
    index('moderation_cases_by_subject').on(t.subjectId),
    check('moderation_cases_ends', sql`(state = 'closed') = (closed_at is not null and outcome is not null)`),
    check('moderation_cases_held', sql`(state = 'held') = (held_until is not null)`),
  ],
)
