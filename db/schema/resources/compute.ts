import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import type { Id } from '../../../lib/kernel/ids.ts'
import { bundles, images, type Meter, priceVersions, zones } from '../catalogue.ts'
import { idOf, instant, int8 } from '../columns.ts'
import { organisations, projects } from '../identity/identity.ts'
import { hosts, storagePools } from '../inventory.ts'
import { type CostReferences, orderLines } from '../ordering/ordering.ts'
import { commitments } from '../pricing.ts'

export const instanceStates = [
  'creating',
  'running',
  'stopping',
  'stopped',
  'starting',
  'restarting',
  'resizing',
  'moving',
  'restoring',
  'entering_rescue',
  'in_rescue',
  'leaving_rescue',
  'lost',
  'recovering',
  'deleted',
  'purging',
  'purged',
  'failed',
] as const
export type InstanceState = (typeof instanceStates)[number]

export const instances = pgTable(
  'instances',
  {
    id: idOf('id', 'instance').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    projectId: idOf('project_id', 'project').notNull(),
    orderLineId: idOf('order_line_id', 'orderLine').notNull(),
    /** Its current commitment. */
    commitmentId: idOf('commitment_id', 'commitment'),
    bundleId: idOf('bundle_id', 'bundle')
      .notNull()
      .references(() => bundles.id),
    zoneId: idOf('zone_id', 'zone')
      .notNull()
      .references(() => zones.id),
    imageId: idOf('image_id', 'image')
      .notNull()
      .references(() => images.id),
    hostId: idOf('host_id', 'host')
      .notNull()
      .references(() => hosts.id),
    name: text('name').notNull(),
    state: text('state').$type<InstanceState>().notNull(),
    /** A restore within the grace period always returns to `stopped`. */
    address: text('address'),
    tags: jsonb('tags').$type<Record<string, string>>().notNull().default({}),
    isProtected: boolean('is_protected').notNull().default(false),
    sshKeyIds: text('ssh_key_ids').array().$type<Id<'sshKey'>[]>().notNull().default([]),
    /** The snapshot of another server that its disk was created from; null for one created from its image. */
    sourceSnapshotId: idOf('source_snapshot_id', 'snapshot'),
    /** The private image that its disk was created from. */
    sourceImageId: idOf('source_image_id', 'privateImage'),
    failureCode: text('failure_code'),
    failureText: text('failure_text'),
    createdAt: instant('created_at').notNull(),
    runningSince: instant('running_since'),
    deletedAt: instant('deleted_at'),
    /** End of the grace period: 72 h after deletion; the claim is kept until then. */
    purgeAfter: instant('purge_after'),
  },
  (t) => [
    unique('instances_by_organisation').on(t.organisationId, t.id),
    uniqueIndex('instances_name')
      .on(t.organisationId, t.projectId, t.name)
      .where(sql`state not in ('deleted', 'purging', 'purged', 'failed')`),
    index('instances_recent').on(t.organisationId, t.createdAt),
    // The list in its default order, one page at a time.
    index('instances_by_name').on(t.organisationId, sql`lower(${t.name})`, t.id),
    index('instances_by_host').on(t.hostId),
    // The source of a copy must not change; few copies are in progress at any time.
    index('instances_being_copied').on(t.sourceSnapshotId).where(sql`state = 'creating'`),
    index('instances_being_begun').on(t.sourceImageId).where(sql`state = 'creating'`),
    index('instances_purge').on(t.purgeAfter).where(sql`state = 'deleted'`),
    index('instances_waiting').on(t.organisationId).where(sql`state in ('failed', 'deleted')`),
    foreignKey({
      columns: [t.organisationId, t.projectId],
      foreignColumns: [projects.organisationId, projects.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.orderLineId],
      foreignColumns: [orderLines.organisationId, orderLines.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.commitmentId],
      foreignColumns: [commitments.organisationId, commitments.id],
    }),
  ],
)

export const volumeStates = [
  'creating',
  'available',
  'attaching',
  'attached',
  'detaching',
  'restoring',
  'growing',
  'deleted',
  'purging',
  'purged',
  'failed',
] as const
export type VolumeState = (typeof volumeStates)[number]

export const volumes = pgTable(
  'volumes',
  {
    id: idOf('id', 'volume').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    projectId: idOf('project_id', 'project').notNull(),
    orderLineId: idOf('order_line_id', 'orderLine').notNull(),
    /** Its current commitment. */
    commitmentId: idOf('commitment_id', 'commitment'),
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
    volumeClass: text('volume_class').$type<'fast' | 'standard' | 'archive'>().notNull(),
    state: text('state').$type<VolumeState>().notNull(),
    attachedInstanceId: idOf('attached_instance_id', 'instance'),
    tags: jsonb('tags').$type<Record<string, string>>().notNull().default({}),
    isProtected: boolean('is_protected').notNull().default(false),
    /** The source volume at the time of the copy; with a snapshot, the content of that snapshot. */
    sourceVolumeId: idOf('source_volume_id', 'volume'),
    sourceSnapshotId: idOf('source_snapshot_id', 'snapshot'),
    /** The backup that it was created from. */
    sourceBackupId: idOf('source_backup_id', 'backup'),
    failureCode: text('failure_code'),
    failureText: text('failure_text'),
    createdAt: instant('created_at').notNull(),
    deletedAt: instant('deleted_at'),
    purgeAfter: instant('purge_after'),
  },
  (t) => [
    unique('volumes_by_organisation').on(t.organisationId, t.id),
    uniqueIndex('volumes_name')
      .on(t.organisationId, t.projectId, t.name)
      .where(sql`state not in ('deleted', 'purging', 'purged', 'failed')`),
    index('volumes_recent').on(t.organisationId, t.createdAt),
    index('volumes_by_name').on(t.organisationId, sql`lower(${t.name})`, t.id),
    index('volumes_by_instance').on(t.attachedInstanceId),
    // The source of a copy must not change; few copies are in progress at any time.
    index('volumes_being_copied').on(t.sourceVolumeId).where(sql`state = 'creating'`),
    index('volumes_being_begun').on(t.sourceBackupId).where(sql`state = 'creating'`),
    foreignKey({
      columns: [t.organisationId, t.projectId],
      foreignColumns: [projects.organisationId, projects.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.orderLineId],
      foreignColumns: [orderLines.organisationId, orderLines.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.commitmentId],
      foreignColumns: [commitments.organisationId, commitments.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.attachedInstanceId],
      foreignColumns: [instances.organisationId, instances.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.sourceVolumeId],
      foreignColumns: [t.organisationId, t.id],
    }),
    check('volumes_source', sql`source_snapshot_id is null or source_volume_id is not null`),
    check(
      'volumes_attachment',
      sql`(attached_instance_id is not null) = (state in ('attaching', 'attached', 'detaching')) or state = 'growing'`,
    ),
  ],
)

/** Resources with states, claims and meters. */
export type ResourceKind = 'instance' | 'volume' | 'snapshot' | 'image' | 'backup' | 'balancer'

/** Every state change of a resource, written in the transaction of the change. Append-only. */
export const stateTransitions = pgTable(
  'state_transitions',
  {
    id: idOf('id', 'transition').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    resourceKind: text('resource_kind').$type<ResourceKind>().notNull(),
    resourceId: text('resource_id').notNull(),
    fromState: text('from_state'),
    toState: text('to_state').notNull(),
    /** When it took effect on the hypervisor, to the second. */
    effectiveAt: instant('effective_at').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    causedBy: text('caused_by').notNull(),
  },
  (t) => [
    index('state_transitions_by_resource').on(t.resourceId, t.effectiveAt),
    index('state_transitions_recent').on(t.organisationId, t.effectiveAt),
  ],
)

/**
 * Usage of one meter by one resource over the half-open `[started_at, ended_at)`, UTC, to the second. One open
 * interval per (resource, meter), without overlaps (exclusion constraint in the migrations). A change of bundle,
 * project or reference closes one and opens the next at the same second.
 */
export const usageIntervals = pgTable(
  'usage_intervals',
  {
    id: idOf('id', 'usageInterval').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    projectId: idOf('project_id', 'project').notNull(),
    resourceKind: text('resource_kind').$type<ResourceKind | 'address'>().notNull(),
    resourceId: text('resource_id').notNull(),
    meter: text('meter').$type<Meter>().notNull(),
    bundleId: idOf('bundle_id', 'bundle')
      .notNull()
      .references(() => bundles.id),
    priceVersionId: idOf('price_version_id', 'priceVersion')
      .notNull()
      .references(() => priceVersions.id),
    orderLineId: idOf('order_line_id', 'orderLine').notNull(),
    costReferences: jsonb('cost_references').$type<CostReferences>().notNull().default({}),
    startedAt: instant('started_at').notNull(),
    endedAt: instant('ended_at'),
    microCentsPerHour: int8('micro_cents_per_hour').notNull(),
    /** The list price, if less is paid here; and the price without the commitment. */
    listMicroCentsPerHour: int8('list_micro_cents_per_hour'),
    hourlyMicroCentsPerHour: int8('hourly_micro_cents_per_hour'),
    commitmentId: idOf('commitment_id', 'commitment'),
    recordedAt: instant('recorded_at').notNull(),
    closedRecordedAt: instant('closed_recorded_at'),
  },
  (t) => [
    uniqueIndex('usage_intervals_open').on(t.resourceId, t.meter).where(sql`ended_at is null`),
    index('usage_intervals_by_organisation').on(t.organisationId, t.startedAt),
    // The month's cost needs the intervals that ended this month or are open, not twelve months of history.
    index('usage_intervals_by_end').on(t.organisationId, t.endedAt),
    // Usage records are exported resource by resource, in slices.
    index('usage_intervals_by_resource').on(t.organisationId, t.resourceId, t.meter, t.startedAt),
    foreignKey({
      columns: [t.organisationId, t.projectId],
      foreignColumns: [projects.organisationId, projects.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.orderLineId],
      foreignColumns: [orderLines.organisationId, orderLines.id],
    }),
    check('usage_intervals_order', sql`ended_at is null or ended_at >= started_at`),
    check(
      'usage_intervals_seconds',
      sql`date_trunc('second', started_at) = started_at and (ended_at is null or date_trunc('second', ended_at) = ended_at)`,
    ),
  ],
)
