import { sql } from 'drizzle-orm'
import { boolean, check, date, foreignKey, index, jsonb, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { idOf, instant, int8 } from '../columns.ts'
import { organisations, projects } from '../identity/identity.ts'

/** Whether the days of an organisation are compared with the weeks before them, and from what difference on it is told. */
export const costWatches = pgTable(
  'cost_watches',
  {
    organisationId: idOf('organisation_id', 'organisation')
      .primaryKey()
      .references(() => organisations.id),
    isOn: boolean('is_on').notNull(),
    /** A difference of a day below that is nothing to tell. */
    minimumCents: int8('minimum_cents').notNull(),
    /** The last day of Paris that was compared. */
    examinedDay: date('examined_day'),
    updatedAt: instant('updated_at').notNull(),
  },
  () => [check('cost_watches_minimum', sql`minimum_cents > 0`)],
)

/** What of a day's difference one resource makes; cents as texts. */
export type CostCause = { resourceId: string; name: string; cents: string; usualCents: string }

/** A day of Paris on which a project cost what the weeks before did not let expect. */
export const costAnomalies = pgTable(
  'cost_anomalies',
  {
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    projectId: idOf('project_id', 'project').notNull(),
    day: date('day').notNull(),
    cents: int8('cents').notNull(),
    expectedCents: int8('expected_cents').notNull(),
    /** How far from what was expected a day may be. */
    allowedCents: int8('allowed_cents').notNull(),
    /** A level that lasts is told on its first day. */
    isTold: boolean('is_told').notNull(),
    /** The resources that make most of the difference, the largest first. */
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
