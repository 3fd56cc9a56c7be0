import { sql } from 'drizzle-orm'
import { check, foreignKey, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { idOf, instant } from '../columns.ts'
import { instances } from './compute.ts'

export type FirstBootState = 'running' | 'done' | 'failed' | 'absent' | 'unknown'

/**
 * What cloud-init reported of a server's first boot. A row exists from the first answer of a server whose image carries
 * cloud-init until the server is erased.
 */
export const firstBoots = pgTable(
  'first_boots',
  {
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    instanceId: idOf('instance_id', 'instance').notNull(),
    /** `unknown`: no report for a day. `absent`: the image does not run cloud-init although it is marked so. */
    state: text('state').$type<FirstBootState>().notNull(),
    /** When the server first answered. */
    since: instant('since').notNull(),
    milliseconds: integer('milliseconds'),
    /** The module of cloud-init that failed, and the first line of its error. */
    module: text('module'),
    error: text('error'),
    reads: integer('reads').notNull().default(0),
    /** Null once the state is final. */
    nextReadAt: instant('next_read_at'),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.instanceId], name: 'first_boots_pkey' }),
    index('first_boots_due').on(t.nextReadAt).where(sql`next_read_at is not null`),
    check('first_boots_state', sql`state in ('running', 'done', 'failed', 'absent', 'unknown')`),
    check('first_boots_failed', sql`(state = 'failed') = (error is not null)`),
    check('first_boots_final', sql`state in ('running', 'unknown') or next_read_at is null`),
    foreignKey({
      name: 'first_boots_of',
      columns: [t.organisationId, t.instanceId],
      foreignColumns: [instances.organisationId, instances.id],
    }),
  ],
)
