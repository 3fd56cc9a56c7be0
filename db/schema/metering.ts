import { sql } from 'drizzle-orm'
import {
  bigserial,
  boolean,
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
import { zones } from './catalogue.ts'
import { idOf, instant, int8 } from './columns.ts'
import { projects, staffAccounts } from './identity/identity.ts'
import { instances } from './resources/compute.ts'

/**
 * What traffic out costs over whole months of Paris, `[valid_from, valid_to)`: so much of a server's month is included,
 * the rest is paid by the gibibyte. Never changed, only succeeded; one that another replaced before it began ends
 * where it would have begun.
 */
export const trafficPrices = pgTable(
  'traffic_prices',
  {
    id: idOf('id', 'trafficPrice').primaryKey(),
    /** Of each server, each month. */
    includedMebibytes: int8('included_mebibytes').notNull(),
    microCentsPerGibibyte: int8('micro_cents_per_gibibyte').notNull(),
    validFrom: instant('valid_from').notNull(),
    validTo: instant('valid_to'),
  },
  (t) => [
    uniqueIndex('traffic_prices_open').on(sql`(valid_to is null)`).where(sql`valid_to is null`),
    check('traffic_prices_amounts', sql`included_mebibytes >= 0 and micro_cents_per_gibibyte >= 0`),
    uniqueIndex('traffic_prices_begin').on(t.validFrom).where(sql`valid_to is distinct from valid_from`),
    check('traffic_prices_order', sql`valid_to is null or valid_to >= valid_from`),
  ],
)

/** What may hand in measurements of one zone. Of the secret its SHA-256 alone is kept. */
export const meteringKeys = pgTable(
  'metering_keys',
  {
    id: idOf('id', 'meteringKey').primaryKey(),
    zoneId: idOf('zone_id', 'zone')
      .notNull()
      .references(() => zones.id),
    name: text('name').notNull(),
    secretSha256: text('secret_sha256').notNull().unique(),
    createdAt: instant('created_at').notNull(),
    createdByStaffId: idOf('created_by_staff_id', 'staff')
      .notNull()
      .references(() => staffAccounts.id),
    /** From then on it opens nothing: withdrawn, or a day after another took its place. */
    endsAt: instant('ends_at'),
    /** To the minute. */
    lastUsedAt: instant('last_used_at'),
  },
  (t) => [index('metering_keys_by_zone').on(t.zoneId)],
)

/**
 * Every measurement that was accepted, by which it counts once. `source` is the zone whose key handed it in, or
 * `counters` for what the worker counts itself. Kept as long as one like it could still be accepted, and no longer.
 * The server is looked up as it is accepted: a reference would lock its row once per measurement.
 */
export const meteringEvents = pgTable(
  'metering_events',
  {
    source: text('source').notNull(),
    eventKey: text('event_key').notNull(),
    instanceId: idOf('instance_id', 'instance').notNull(),
    at: instant('at').notNull(),
    bytes: int8('bytes').notNull(),
    receivedAt: instant('received_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.source, t.eventKey] }),
    index('metering_events_received').using('brin', t.receivedAt),
    check('metering_events_bytes', sql`bytes >= 0`),
  ],
)

/** What was not accepted of what a zone's keys handed in, for staff to look at; the same again is counted. */
export const meteringRefusals = pgTable(
  'metering_refusals',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    zoneId: idOf('zone_id', 'zone')
      .notNull()
      .references(() => zones.id),
    /** Empty for what has none that can be read. */
    eventKey: text('event_key').notNull(),
    reason: text('reason').notNull(),
    /** What it said, cut short. */
    said: text('said').notNull(),
    times: integer('times').notNull().default(1),
    refusedAt: instant('refused_at').notNull(),
  },
  (t) => [
    unique('metering_refusals_same').on(t.zoneId, t.eventKey, t.reason),
    index('metering_refusals_recent').on(t.refusedAt),
  ],
)

const traffic = {
  organisationId: idOf('organisation_id', 'organisation').notNull(),
  projectId: idOf('project_id', 'project').notNull(),
  instanceId: idOf('instance_id', 'instance').notNull(),
  bytes: int8('bytes').notNull(),
}

/** Traffic out of a server over the hour that begins at `at`. */
export const trafficHours = pgTable('traffic_hours', { ...traffic, at: instant('at').notNull() }, (t) => [
  primaryKey({ columns: [t.instanceId, t.at] }),
  foreignKey({
    columns: [t.organisationId, t.instanceId],
    foreignColumns: [instances.organisationId, instances.id],
  }),
  check('traffic_hours_hour', sql`date_trunc('hour', at, 'UTC') = at`),
  check('traffic_hours_bytes', sql`bytes >= 0`),
])

/** The hours of a month of Paris added up: what is rated. */
export const trafficMonths = pgTable(
  'traffic_months',
  {
    ...traffic,
    /** `2026-10`. */
    period: text('period').notNull(),
    firstHourAt: instant('first_hour_at').notNull(),
    lastHourAt: instant('last_hour_at').notNull(),
    /** Something of it became known after the month was over. */
    isLate: boolean('is_late').notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.period, t.instanceId] }),
    foreignKey({
      columns: [t.organisationId, t.instanceId],
      foreignColumns: [instances.organisationId, instances.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.projectId],
      foreignColumns: [projects.organisationId, projects.id],
    }),
    index('traffic_months_late').on(t.organisationId, t.period).where(sql`is_late`),
    check('traffic_months_period', sql`period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'`),
    check('traffic_months_bytes', sql`bytes >= 0`),
  ],
)

/** Up to where the worker has counted a server's counter of bytes sent. */
export const trafficCounters = pgTable('traffic_counters', {
  instanceId: idOf('instance_id', 'instance')
    .primaryKey()
    .references(() => instances.id),
  at: instant('at').notNull(),
  sentBytes: int8('sent_bytes').notNull(),
})

/** One row: every sample before `until` has been counted. */
export const trafficCounted = pgTable(
  'traffic_counted',
  {
    isOnly: boolean('is_only').primaryKey().default(true),
    until: instant('until').notNull(),
  },
  () => [check('traffic_counted_only', sql`is_only`)],
)
