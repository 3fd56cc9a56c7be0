import { sql } from 'drizzle-orm'
import {
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
import { bundles, zones } from '../catalogue.ts'
import { idOf, instant } from '../columns.ts'
import { organisations, projects } from '../identity/identity.ts'
import { storagePools } from '../inventory.ts'
import { orderLines } from '../ordering/ordering.ts'
import { instances, volumes } from './compute.ts'

export const snapshotStates = ['creating', 'available', 'deleting', 'deleted', 'failed'] as const
export type SnapshotState = (typeof snapshotStates)[number]

/**
 * A volume's content at one moment. It is stored in the volume's pool, is erased with the volume, and is priced by
 * the bundle and size that the volume had then.
 */
export const volumeSnapshots = pgTable(
  'volume_snapshots',
  {
    id: idOf('id', 'snapshot').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    projectId: idOf('project_id', 'project').notNull(),
    volumeId: idOf('volume_id', 'volume').notNull(),
    orderLineId: idOf('order_line_id', 'orderLine').notNull(),
    bundleId: idOf('bundle_id', 'bundle')
      .notNull()
      .references(() => bundles.id),
    zoneId: idOf('zone_id', 'zone')
      .notNull()
      .references(() => zones.id),
    poolId: idOf('pool_id', 'pool')
      .notNull()
      .references(() => storagePools.id),
    name: text('name').notNull(),
    sizeGib: integer('size_gib').notNull(),
    state: text('state').$type<SnapshotState>().notNull(),
    failureCode: text('failure_code'),
    failureText: text('failure_text'),
    createdAt: instant('created_at').notNull(),
    /** The time reported by the hypervisor; null before. */
    takenAt: instant('taken_at'),
    /** The scheduled instant that it was taken for; null when a person requested it. */
    scheduledFor: instant('scheduled_for'),
  },
  (t) => [
    unique('volume_snapshots_by_organisation').on(t.organisationId, t.id),
    uniqueIndex('volume_snapshots_name')
      .on(t.volumeId, t.name)
      .where(sql`state not in ('deleted', 'failed')`),
    // However many workers: one snapshot per scheduled instant.
    uniqueIndex('volume_snapshots_scheduled')
      .on(t.volumeId, t.scheduledFor)
      .where(sql`scheduled_for is not null`),
    index('volume_snapshots_by_volume').on(t.volumeId, t.createdAt),
    index('volume_snapshots_live')
      .on(t.organisationId)
      .where(sql`state in ('creating', 'available', 'deleting')`),
    foreignKey({
      columns: [t.organisationId, t.projectId],
      foreignColumns: [projects.organisationId, projects.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.volumeId],
      foreignColumns: [volumes.organisationId, volumes.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.orderLineId],
      foreignColumns: [orderLines.organisationId, orderLines.id],
    }),
    check('volume_snapshots_size', sql`size_gib > 0`),
  ],
)

/**
 * A root disk's content at one moment. It is stored next to that disk on the server's host, moves with the server
 * and is erased with it; its room is part of the server's own claim.
 */
export const instanceSnapshots = pgTable(
  'instance_snapshots',
  {
    id: idOf('id', 'snapshot').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    projectId: idOf('project_id', 'project').notNull(),
    instanceId: idOf('instance_id', 'instance').notNull(),
    orderLineId: idOf('order_line_id', 'orderLine').notNull(),
    bundleId: idOf('bundle_id', 'bundle')
      .notNull()
      .references(() => bundles.id),
    zoneId: idOf('zone_id', 'zone')
      .notNull()
      .references(() => zones.id),
    name: text('name').notNull(),
    sizeGib: integer('size_gib').notNull(),
    state: text('state').$type<SnapshotState>().notNull(),
    failureCode: text('failure_code'),
    failureText: text('failure_text'),
    createdAt: instant('created_at').notNull(),
    /** The time reported by the hypervisor; null before. */
    takenAt: instant('taken_at'),
  },
  (t) => [
    unique('instance_snapshots_by_organisation').on(t.organisationId, t.id),
    uniqueIndex('instance_snapshots_name')
      .on(t.instanceId, t.name)
      .where(sql`state not in ('deleted', 'failed')`),
    index('instance_snapshots_by_instance').on(t.instanceId, t.createdAt),
    index('instance_snapshots_live')
      .on(t.organisationId)
      .where(sql`state in ('creating', 'available', 'deleting')`),
    foreignKey({
      columns: [t.organisationId, t.projectId],
      foreignColumns: [projects.organisationId, projects.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.instanceId],
      foreignColumns: [instances.organisationId, instances.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.orderLineId],
      foreignColumns: [orderLines.organisationId, orderLines.id],
    }),
    check('instance_snapshots_size', sql`size_gib > 0`),
  ],
)

export type ScheduleRhythm = 'hourly' | 'daily' | 'weekly'

/** What a schedule creates: a snapshot next to the volume, or a backup elsewhere. */
export type ScheduleKind = 'snapshot' | 'backup'

/** The schedule of a volume's automatic snapshots or backups, and how many of them are kept. */
export const snapshotSchedules = pgTable(
  'snapshot_schedules',
  {
    volumeId: idOf('volume_id', 'volume').notNull(),
    kind: text('kind').$type<ScheduleKind>().notNull().default('snapshot'),
    /** Backups: where they are stored. */
    zoneId: idOf('zone_id', 'zone').references(() => zones.id),
    volumeClass: text('volume_class').$type<'fast' | 'standard' | 'archive'>(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    rhythm: text('rhythm').$type<ScheduleRhythm>().notNull(),
    /** Hourly: every so many hours, counted from midnight UTC. */
    everyHours: integer('every_hours'),
    /** Daily and weekly: at this full hour in Paris. */
    atHour: integer('at_hour'),
    /** Weekly: 1 is Monday. */
    onWeekday: integer('on_weekday'),
    keep: integer('keep').notNull(),
    nextDueAt: instant('next_due_at').notNull(),
    /** Why the last one failed; null when it succeeded. */
    failureCode: text('failure_code'),
    failureParams: jsonb('failure_params').$type<Record<string, string>>(),
    failedAt: instant('failed_at'),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.volumeId, t.kind] }),
    index('snapshot_schedules_due').on(t.nextDueAt),
    foreignKey({
      columns: [t.organisationId, t.volumeId],
      foreignColumns: [volumes.organisationId, volumes.id],
    }),
    check('snapshot_schedules_keep', sql`keep between 1 and 20`),
    check(
      'snapshot_schedules_place',
      sql`(kind = 'snapshot' and zone_id is null and volume_class is null)
       or (kind = 'backup' and zone_id is not null and volume_class is not null)`,
    ),
    check(
      'snapshot_schedules_rhythm',
      sql`(rhythm = 'hourly' and every_hours in (1, 2, 3, 4, 6, 8, 12) and at_hour is null and on_weekday is null)
       or (rhythm = 'daily' and every_hours is null and at_hour between 0 and 23 and on_weekday is null)
       or (rhythm = 'weekly' and every_hours is null and at_hour between 0 and 23 and on_weekday between 1 and 7)`,
    ),
  ],
)
