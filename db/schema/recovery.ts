import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { zones } from './catalogue.ts'
import { idOf, instant } from './columns.ts'
import { drifts } from './hypervisors.ts'
import { organisations, staffAccounts } from './identity/identity.ts'
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
    /** The last instant that the rows knew when it began; a trigger sets it. */
    knownUntil: instant('known_until'),
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

/** A row without an object on its hypervisor: two people agree that it is lost, and a worker ends the resource. */
export const rowLosses = pgTable(
  'row_losses',
  {
    id: idOf('id', 'rowLoss').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    zoneId: idOf('zone_id', 'zone')
      .notNull()
      .references(() => zones.id),
    driftId: idOf('drift_id', 'drift')
      .notNull()
      .references(() => drifts.id),
    kind: text('kind').$type<'instance' | 'volume' | 'backup' | 'image'>().notNull(),
    /** The id of the resource. */
    subject: text('subject').notNull(),
    reason: text('reason').notNull(),
    proposedByStaffId: idOf('proposed_by_staff_id', 'staff')
      .notNull()
      .references(() => staffAccounts.id),
    proposedAt: instant('proposed_at').notNull(),
    state: text('state').$type<'proposed' | 'withdrawn' | 'waiting' | 'done' | 'refused'>().notNull(),
    decidedByStaffId: idOf('decided_by_staff_id', 'staff').references(() => staffAccounts.id),
    decidedAt: instant('decided_at'),
    /** Until when it is known to have existed: it is billed until then. */
    lostAt: instant('lost_at'),
    /** Why the worker did not end it. */
    refusal: text('refusal'),
    endedAt: instant('ended_at'),
    /** When its organisation was notified; only of losses that are done. */
    notifiedAt: instant('notified_at'),
  },
  (t) => [
    uniqueIndex('row_losses_open').on(t.subject).where(sql`state in ('proposed', 'waiting')`),
    index('row_losses_by_drift').on(t.driftId, t.proposedAt),
    index('row_losses_done').on(t.subject).where(sql`state = 'done'`),
    index('row_losses_due').on(t.organisationId).where(sql`state = 'waiting'`),
    check(
      'row_losses_state',
      sql`state in ('proposed', 'withdrawn', 'waiting', 'done', 'refused')
    and (decided_at is null) = (state = 'proposed') and (decided_at is null) = (decided_by_staff_id is null)
    and (ended_at is null) = (state in ('proposed', 'withdrawn', 'waiting'))
    and (refusal is null) = (state <> 'refused') and (lost_at is null) = (state <> 'done')`,
    ),
    check(
      'row_losses_two_people',
      sql`state in ('proposed', 'withdrawn') or decided_by_staff_id <> proposed_by_staff_id`,
    ),
  ],
)

export const sendingKinds = [
  'mail',
  'webhook',
  'einvoice',
  'payment_report',
  'declaration',
  'debit_file',
  'debit',
] as const
export type SendingKind = (typeof sendingKinds)[number]

/** Something that waited to be sent in a restored database: two people decide whether it is sent or was sent before. */
export const doubtfulSendings = pgTable(
  'doubtful_sendings',
  {
    id: idOf('id', 'doubtfulSending').primaryKey(),
    kind: text('kind').$type<SendingKind>().notNull(),
    /** The id of the mail, delivery, report, declaration, file or debit. */
    subject: text('subject').notNull().unique(),
    /** When the recovery began that puts it in doubt. */
    doubtedAt: instant('doubted_at').notNull(),
    state: text('state').$type<'open' | 'proposed' | 'waiting' | 'done'>().notNull(),
    outcome: text('outcome').$type<'send' | 'sent'>(),
    /** Where the proposer found it, or why it is sent. */
    reference: text('reference'),
    proposedByStaffId: idOf('proposed_by_staff_id', 'staff').references(() => staffAccounts.id),
    proposedAt: instant('proposed_at'),
    decidedByStaffId: idOf('decided_by_staff_id', 'staff').references(() => staffAccounts.id),
    decidedAt: instant('decided_at'),
    endedAt: instant('ended_at'),
  },
  (t) => [
    index('doubtful_sendings_undone').on(t.state, t.id).where(sql`state <> 'done'`),
    check(
      'doubtful_sendings_kind',
      sql`kind in ('mail', 'webhook', 'einvoice', 'payment_report', 'declaration', 'debit_file',
    'debit')`,
    ),
    check(
      'doubtful_sendings_state',
      sql`state in ('open', 'proposed', 'waiting', 'done')
    and (outcome is null) = (state = 'open') and (outcome is null or outcome in ('send', 'sent'))
    and (reference is null) = (state = 'open')
    and (proposed_by_staff_id is null) = (state = 'open') and (proposed_at is null) = (state = 'open')
    and (decided_by_staff_id is null) = (state in ('open', 'proposed')) and (decided_at is null) = (state in ('open', 'proposed'))
    and (ended_at is null) = (state <> 'done')`,
    ),
    check('doubtful_sendings_two_people', sql`decided_by_staff_id <> proposed_by_staff_id`),
  ],
)
