import { sql } from 'drizzle-orm'
import { boolean, check, date, foreignKey, index, jsonb, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { idOf, instant, int8 } from '../columns.ts'
import { organisations, projects } from '../identity/identity.ts'

/**
 * Whether the daily costs of an organisation are compared with the preceding weeks, and the smallest difference that
 * is reported.
 */
export const costWatches = pgTable(
  'cost_watches',
  {
    organisationId: idOf('organisation_id', 'organisation')
      .primaryKey()
      .references(() => organisations.id),
    isOn: boolean('is_on').notNull(),
    /** Smaller daily differences are not reported. */
    minimumCents: int8('minimum_cents').notNull(),
    /** The last day, in Paris, that was compared. */
    examinedDay: date('examined_day'),
    updatedAt: instant('updated_at').notNull(),
  },
  () => [check('cost_watches_minimum', sql`minimum_cents > 0`)],
)

/** One resource's share of a day's difference; cents as decimal strings. */
export type CostCause = { resourceId: string; name: string; cents: string; usualCents: string }

/** A day, in Paris, on which a project cost more than the preceding weeks suggest. */
export const costAnomalies = pgTable(
  'cost_anomalies',
  {
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    projectId: idOf('project_id', 'project').notNull(),
    day: date('day').notNull(),
    cents: int8('cents').notNull(),
    expectedCents: int8('expected_cents').notNull(),
    /** Tolerated distance from the expected cost. */
    allowedCents: int8('allowed_cents').notNull(),
    /** Whether it is notified: a level that lasts is notified on its first day only. */
    isTold: boolean('is_told').notNull(),
    /** The resources with the largest share of the difference, largest first. */
    causes: jsonb('causes').$type<CostCause[]>().notNull(),
    foundAt: instant('found_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.projectId, t.day] }),
    index('cost_anomalies_recent').on(t.organisationId, t.day),
    foreignKey({
      name: 'cost_anomalies_project',
      columns: [t.organisationId, t.projectId],
      foreignColumns: [projects.organisationId, projects.id],
    }),
    check('cost_anomalies_apart', sql`abs(cents - expected_cents) > allowed_cents`),
  ],
)
