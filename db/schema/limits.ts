import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import type { QuotaResource } from '../../lib/kernel/quota-resources.ts'
import { idOf, instant, int8 } from './columns.ts'
import { accounts, organisations, projects } from './identity/identity.ts'

/** The facts by which a rule or a person decides a request for a higher limit. */
export type QuotaFacts = {
  limit: number
  used: number
  /** Mean of the last seven days over the servers of the project, percent; null without measurements. */
  utilisationPercent: number | null
  /** The most that the rule accepts automatically. */
  nextTier: number
}

export type QuotaRequestState =
  /** Not evaluated by a rule yet. */
  | 'submitted'
  /** Waits for a moderator. */
  | 'pending'
  | 'accepted_by_rule'
  | 'accepted'
  | 'refused'
  | 'withdrawn'

export const quotaRequests = pgTable(
  'quota_requests',
  {
    id: idOf('id', 'quotaRequest').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    projectId: idOf('project_id', 'project').notNull(),
    resource: text('resource').$type<QuotaResource>().notNull(),
    limitAsked: integer('limit_asked').notNull(),
    reason: text('reason').notNull(),
    state: text('state').$type<QuotaRequestState>().notNull(),
    /** The facts at the rule's evaluation. */
    facts: jsonb('facts').$type<QuotaFacts>(),
    requestedByAccountId: idOf('requested_by_account_id', 'account').notNull(),
    staffId: idOf('staff_id', 'staff'),
    answer: text('answer').notNull().default(''),
    createdAt: instant('created_at').notNull(),
    decidedAt: instant('decided_at'),
  },
  (t) => [
    uniqueIndex('quota_requests_open')
      .on(t.projectId, t.resource)
      .where(sql`state in ('submitted', 'pending')`),
    index('quota_requests_by_organisation').on(t.organisationId, t.createdAt),
    index('quota_requests_waiting').on(t.state, t.createdAt).where(sql`state in ('submitted', 'pending')`),
    foreignKey({
      columns: [t.organisationId, t.projectId],
      foreignColumns: [projects.organisationId, projects.id],
    }),
    check('quota_requests_limit', sql`limit_asked >= 0`),
  ],
)

/** A monthly budget without VAT for the organisation, a project or a tag (set on the resource or on its project). */
export const budgets = pgTable(
  'budgets',
  {
    id: idOf('id', 'budget').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    name: text('name').notNull(),
    projectId: idOf('project_id', 'project'),
    /** `key:value`; a tag of resources or of their project. */
    tag: text('tag'),
    monthlyCents: int8('monthly_cents').notNull(),
    /** Percentages of the amount at which people are notified, ascending. */
    thresholds: integer('thresholds').array().notNull(),
    /** Rejects orders that would exceed it with what is committed. */
    isHard: boolean('is_hard').notNull(),
    createdAt: instant('created_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (t) => [
    unique('budgets_by_organisation').on(t.organisationId, t.id),
    uniqueIndex('budgets_name').on(t.organisationId, t.name).where(sql`ended_at is null`),
    foreignKey({
      columns: [t.organisationId, t.projectId],
      foreignColumns: [projects.organisationId, projects.id],
    }),
    check('budgets_amount', sql`monthly_cents > 0`),
    check('budgets_scope', sql`project_id is null or tag is null`),
  ],
)

/** An address of a non-member that is notified of budgets and purchase orders; the row is deleted with it. */
export const alertRecipients = pgTable(
  'alert_recipients',
  {
    id: idOf('id', 'alertRecipient').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    email: text('email').notNull(),
    locale: text('locale').$type<'fr' | 'en'>().notNull(),
    addedByAccountId: idOf('added_by_account_id', 'account')
      .notNull()
      .references(() => accounts.id),
    createdAt: instant('created_at').notNull(),
    /** Until its address is confirmed, it receives only the confirmation mail. */
    confirmedAt: instant('confirmed_at'),
  },
  (t) => [
    uniqueIndex('alert_recipients_email').on(t.organisationId, sql`lower(${t.email})`),
    index('alert_recipients_pending').on(t.createdAt).where(sql`confirmed_at is null`),
    check('alert_recipients_locale', sql`locale in ('fr', 'en')`),
  ],
)

/** A budget threshold reached in a month (Paris), and the spending at that time: notified once. */
export const budgetAlerts = pgTable(
  'budget_alerts',
  {
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    budgetId: idOf('budget_id', 'budget').notNull(),
    /** `2026-11`. */
    month: text('month').notNull(),
    threshold: integer('threshold').notNull(),
    spentCents: int8('spent_cents').notNull(),
    reachedAt: instant('reached_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.budgetId, t.month, t.threshold] }),
    foreignKey({
      columns: [t.organisationId, t.budgetId],
      foreignColumns: [budgets.organisationId, budgets.id],
    }),
  ],
)
