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
 * The price of outgoing traffic over whole months of Paris, `[valid_from, valid_to)`: a part of a server's month is
 * included, the rest is billed per gibibyte. Never changed, only succeeded; a price replaced before it began ends
 * where it would have begun.
 */
export const trafficPrices = pgTable(
  'traffic_prices',
  {
    id: idOf('id', 'trafficPrice').primaryKey(),
    /** Per server and month. */
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

/** Credentials for ingesting measurements of one zone. Only the SHA-256 of the secret is stored. */
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
    /** The key stops working then: revoked, or a day after its replacement. */
    endsAt: instant('ends_at'),
    /** Precise to the minute. */
    lastUsedAt: instant('last_used_at'),
  },
  (t) => [index('metering_keys_by_zone').on(t.zoneId)],
)

/**
 * Every accepted measurement, so that each counts once. `source` is the zone of the ingesting key, or `counters` for
 * the worker's own counting. Kept as long as a duplicate could still be accepted. The server is checked on
 * ingestion: a foreign key would lock its row once per measurement.
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

/** Rejected measurements of a zone's keys, for staff; duplicates are counted. */
export const meteringRefusals = pgTable(
  'metering_refusals',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    zoneId: idOf('zone_id', 'zone')
      .notNull()
      .references(() => zones.id),
    /** Empty if the measurement has no readable key. */
    eventKey: text('event_key').notNull(),
    reason: text('reason').notNull(),
    /** The received content, truncated. */
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

/** The hours of a month (Paris) summed up: the rated quantity. */
export const trafficMonths = pgTable(
  'traffic_months',
  {
    ...traffic,
    /** `2026-10`. */
    period: text('period').notNull(),
    firstHourAt: instant('first_hour_at').notNull(),
    lastHourAt: instant('last_hour_at').notNull(),
    /** Part of it became known after the month was over. */
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

/** The position up to which the worker has counted a server's counter of sent bytes. */
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
