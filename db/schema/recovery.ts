import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { idOf, instant } from './columns.ts'
import { staffAccounts } from './identity/identity.ts'
import { sellingEntities } from './ordering/ordering.ts'

/**
 * Why nothing leaves the database: what differs from its recorded identity, or is older than what was recorded
 * outside.
 */
export const recoveryReasons = [
  'new_system',
  'new_database',
  'new_timeline',
  'new_place',
  'journal_behind',
  'writes_lost',
] as const
export type RecoveryReason = (typeof recoveryReasons)[number]

/**
 * The database differs from the one that an operator accepted; nothing outside is changed or reached until an
 * operator accepts it.
 */
export const recoveries = pgTable(
  'recoveries',
  {
    id: idOf('id', 'recovery').primaryKey(),
    reason: text('reason').$type<RecoveryReason>().notNull(),
    knownIdentity: text('known_identity'),
    foundIdentity: text('found_identity').notNull(),
    beganAt: instant('began_at').notNull(),
    endedAt: instant('ended_at'),
    /** Null where the command line ended it. */
    endedByStaffId: idOf('ended_by_staff_id', 'staff').references(() => staffAccounts.id),
    dataLost: boolean('data_lost'),
    parkedSagas: integer('parked_sagas').notNull().default(0),
    /** The held database whose hypervisors may be read; a copy has another identity. */
    comparedIdentity: text('compared_identity'),
    compareAllowedAt: instant('compare_allowed_at'),
    /** Null where the command line allowed it. */
    compareAllowedByStaffId: idOf('compare_allowed_by_staff_id', 'staff').references(() => staffAccounts.id),
    /** A worker ended it: a promotion without loss on a cluster declared synchronous. */
    isContinued: boolean('is_continued').notNull().default(false),
  },
  () => [
    uniqueIndex('recoveries_open').on(sql`(true)`).where(sql`ended_at is null`),
    check(
      'recoveries_reason',
      sql`reason in ('new_system', 'new_database', 'new_timeline', 'new_place', 'journal_behind', 'writes_lost')
  and (ended_at is null) = (data_lost is null)
  and (not is_continued or (data_lost is false and reason = 'new_timeline'))`,
    ),
    check(
      'recoveries_comparison',
      sql`(compared_identity is null) = (compare_allowed_at is null)
  and (compare_allowed_by_staff_id is null or compare_allowed_at is not null)`,
    ),
  ],
)

/**
 * The last mark of each worker on an agreed database. A promoted standby that has the marks that living workers
 * remember lost nothing that was acknowledged before them.
 */
export const recoveryMarks = pgTable('recovery_marks', {
  workerId: text('worker_id').primaryKey(),
  identity: text('identity').notNull(),
  markedAt: instant('marked_at').notNull(),
  isSynchronous: boolean('is_synchronous').notNull(),
})

/** Numbers given out after the moment to which the database was restored: the series goes on behind them. */
export const numberJumps = pgTable(
  'number_jumps',
  {
    id: idOf('id', 'numberJump').primaryKey(),
    sellingEntityId: idOf('selling_entity_id', 'sellingEntity')
      .notNull()
      .references(() => sellingEntities.id),
    series: text('series').notNull(),
    fromNumber: integer('from_number').notNull(),
    toNumber: integer('to_number').notNull(),
    reason: text('reason').notNull(),
    /** Where the lost documents are kept. */
    reference: text('reference').notNull(),
    proposedByStaffId: idOf('proposed_by_staff_id', 'staff')
      .notNull()
      .references(() => staffAccounts.id),
    proposedAt: instant('proposed_at').notNull(),
    confirmedByStaffId: idOf('confirmed_by_staff_id', 'staff').references(() => staffAccounts.id),
    confirmedAt: instant('confirmed_at'),
  },
  (t) => [
    uniqueIndex('number_jumps_open').on(t.sellingEntityId, t.series).where(sql`confirmed_at is null`),
    index('number_jumps_by_series').on(t.sellingEntityId, t.series, t.fromNumber),
    check(
      'number_jumps_range',
      sql`from_number >= 1 and to_number between from_number and from_number + 99999`,
    ),
    check(
      'number_jumps_two_people',
      sql`(confirmed_by_staff_id is null) = (confirmed_at is null)
  and confirmed_by_staff_id is distinct from proposed_by_staff_id`,
    ),
  ],
)
