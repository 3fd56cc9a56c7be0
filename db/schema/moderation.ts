import { sql } from 'drizzle-orm'
import { check, index, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { idOf, instant } from './columns.ts'
import { organisations } from './identity/identity.ts'

/** What a case is about; `references`: an order that runs, with references that no directory could check. */
export type CaseKind = 'organisation' | 'order' | 'quote' | 'quota' | 'references'

export type CaseState =
  /** For the operator. */
  | 'waiting'
  /** For the operator, which has said until when it needs. */
  | 'held'
  /** For the applicant, who was asked something. */
  | 'asked'
  | 'closed'

export type CaseOutcome = 'accepted' | 'refused' | 'answered' | 'withdrawn' | 'expired'

/** What the list of the queue shows, as it was when the case was opened. Cents are decimal strings. */
export type CaseSummary = {
  /** Of the order or quote. */
  number?: string
  monthlyCents?: string
  /** When it would expire by itself. */
  expiresAt?: string
  project?: string
  /** The account that asked, to be told what becomes of it. */
  applicant?: string
  /** Why no rule accepted it. */
  because?: string[]
  resource?: string
  from?: number
  to?: number
}

/**
 * One wait on the operator: opened when something needs a person, answered by the first question or decision. An
 * applicant who answers a question opens the next one, so that each wait is measured by itself.
 */
export const moderationCases = pgTable(
  'moderation_cases',
  {
    id: idOf('id', 'moderationCase').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    /** Null for what concerns the organisation as a whole. */
    projectId: idOf('project_id', 'project'),
    kind: text('kind').$type<CaseKind>().notNull(),
    /** The organisation, order or request it is about. */
    subjectId: text('subject_id').notNull(),
    summary: jsonb('summary').$type<CaseSummary>().notNull(),
    state: text('state').$type<CaseState>().notNull(),
    assignedStaffId: idOf('assigned_staff_id', 'staff'),
    openedAt: instant('opened_at').notNull(),
    /** When the operator first said something other than that it needs longer. */
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
