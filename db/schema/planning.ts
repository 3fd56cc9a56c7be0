import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { zones } from './catalogue.ts'
import { idOf, instant, int8 } from './columns.ts'
import { organisations, staffAccounts } from './identity/identity.ts'
import { hostLosses, hosts } from './inventory.ts'
import { sagas } from './provisioning.ts'
import { instances } from './resources/compute.ts'

export const relocationKinds = ['rebalance', 'drain'] as const
export type RelocationKind = (typeof relocationKinds)[number]
export const relocationStates = ['running', 'paused', 'undoing', 'done', 'stopped', 'undone'] as const
export type RelocationState = (typeof relocationStates)[number]

/**
 * Moves of a zone's servers between hosts, a few at a time, within a window: a drain of a host, or a rebalancing
 * proposal. Driven by these rows only: any worker continues where another stopped.
 */
export const relocations = pgTable(
  'relocations',
  {
    id: idOf('id', 'relocation').primaryKey(),
    zoneId: idOf('zone_id', 'zone')
      .notNull()
      .references(() => zones.id),
    kind: text('kind').$type<RelocationKind>().notNull(),
    /** The drained host. */
    hostId: idOf('host_id', 'host').references(() => hosts.id),
    /** The host's state before the drain, restored when the drain is undone. */
    hostStateBefore: text('host_state_before'),
    state: text('state').$type<RelocationState>().notNull(),
    /** Shown to the customers whose servers move. */
    reason: text('reason').notNull(),
    concurrentMax: integer('concurrent_max').notNull(),
    /** Moves start within the half-open `[starts_at, ends_at)`; without an end, until all are made. */
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at'),
    requestedBy: text('requested_by').notNull(),
    createdAt: instant('created_at').notNull(),
    finishedAt: instant('finished_at'),
  },
  (t) => [
    uniqueIndex('relocations_live_host').on(t.hostId).where(sql`state in ('running', 'paused', 'undoing')`),
    uniqueIndex('relocations_live_rebalance')
      .on(t.zoneId)
      .where(sql`kind = 'rebalance' and state in ('running', 'paused', 'undoing')`),
    index('relocations_recent').on(t.zoneId, t.createdAt),
    check(
      'relocations_host',
      sql`(kind = 'drain') = (host_id is not null and host_state_before is not null)`,
    ),
    check('relocations_concurrent', sql`concurrent_max between 1 and 20`),
    check('relocations_window', sql`ends_at > starts_at`),
  ],
)

export const relocationMoveStates = [
  'waiting',
  'moving',
  'moved',
  'failed',
  'skipped',
  'returning',
  'returned',
] as const
export type RelocationMoveState = (typeof relocationMoveStates)[number]

/** One server of a relocation: its source, its target and its progress. */
export const relocationMoves = pgTable(
  'relocation_moves',
  {
    relocationId: idOf('relocation_id', 'relocation')
      .notNull()
      .references(() => relocations.id),
    instanceId: idOf('instance_id', 'instance').notNull(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    /** Moves start in this order as far as slots allow. */
    position: integer('position').notNull(),
    fromHostId: idOf('from_host_id', 'host')
      .notNull()
      .references(() => hosts.id),
    toHostId: idOf('to_host_id', 'host')
      .notNull()
      .references(() => hosts.id),
    why: text('why').$type<'rule' | 'room' | 'drain'>().notNull(),
    /** No other target is left: the move may break a placement rule, which the person who started it accepted. */
    mayBreakRules: boolean('may_break_rules').notNull().default(false),
    state: text('state').$type<RelocationMoveState>().notNull(),
    sagaId: idOf('saga_id', 'saga'),
    /** How often another target was chosen because the planned one no longer had room. */
    replans: integer('replans').notNull().default(0),
    /** Earliest start, chosen by the customer. */
    slotAt: instant('slot_at'),
    slotChosenAt: instant('slot_chosen_at'),
    failureCode: text('failure_code'),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
  },
  (t) => [
    primaryKey({ columns: [t.relocationId, t.instanceId] }),
    uniqueIndex('relocation_moves_live')
      .on(t.instanceId)
      .where(sql`state in ('waiting', 'moving', 'returning')`),
    index('relocation_moves_by_organisation').on(t.organisationId, t.relocationId),
    index('relocation_moves_order').on(t.relocationId, t.position),
    foreignKey({
      columns: [t.organisationId, t.instanceId],
      foreignColumns: [instances.organisationId, instances.id],
    }),
    foreignKey({ columns: [t.organisationId, t.sagaId], foreignColumns: [sagas.organisationId, sagas.id] }),
  ],
)

/** Claimed and total capacity of a zone's resource at the end of a day (UTC). */
export const capacitySamples = pgTable(
  'capacity_samples',
  {
    zoneId: idOf('zone_id', 'zone')
      .notNull()
      .references(() => zones.id),
    resource: text('resource').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    claimed: int8('claimed').notNull(),
    /** Null for days before the first sample: claims have a history, capacity has none. */
    total: int8('total'),
  },
  (t) => [
    primaryKey({ columns: [t.zoneId, t.resource, t.day] }),
    check('capacity_samples_amounts', sql`claimed >= 0 and total >= 0`),
  ],
)

/** How many days before exhaustion staff are warned; a zone without a row uses the default. */
export const forecastThresholds = pgTable(
  'forecast_thresholds',
  {
    zoneId: idOf('zone_id', 'zone')
      .primaryKey()
      .references(() => zones.id),
    warnDays: integer('warn_days').notNull(),
  },
  () => [check('forecast_thresholds_days', sql`warn_days between 1 and 730`)],
)

export type ServerRecoveryState = 'waiting' | 'running' | 'done' | 'failed'

/** The start of a lost server from its last copy on another host: requested by staff, carried out by a worker. */
export const serverRecoveries = pgTable(
  'server_recoveries',
  {
    id: idOf('id', 'serverRecovery').primaryKey(),
    lossId: idOf('loss_id', 'hostLoss')
      .notNull()
      .references(() => hostLosses.id),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    instanceId: idOf('instance_id', 'instance').notNull(),
    requestedByStaffId: idOf('requested_by_staff_id', 'staff')
      .notNull()
      .references(() => staffAccounts.id),
    requestedAt: instant('requested_at').notNull(),
    state: text('state').$type<ServerRecoveryState>().notNull(),
    sagaId: idOf('saga_id', 'saga'),
    /** Why it ended without its server; null otherwise. */
    failureCode: text('failure_code'),
    endedAt: instant('ended_at'),
    /** When the customer was notified of the end. */
    notifiedAt: instant('notified_at'),
  },
  (t) => [
    uniqueIndex('server_recoveries_live').on(t.instanceId).where(sql`state in ('waiting', 'running')`),
    index('server_recoveries_to_tell').on(t.endedAt).where(sql`ended_at is not null and notified_at is null`),
    index('server_recoveries_by_loss').on(t.lossId, t.requestedAt),
    check(
      'server_recoveries_state',
      sql`state in ('waiting', 'running', 'done', 'failed') and (ended_at is not null) = (state in ('done', 'failed'))`,
    ),
    foreignKey({
      columns: [t.organisationId, t.instanceId],
      foreignColumns: [instances.organisationId, instances.id],
    }),
    foreignKey({ columns: [t.organisationId, t.sagaId], foreignColumns: [sagas.organisationId, sagas.id] }),
  ],
)
