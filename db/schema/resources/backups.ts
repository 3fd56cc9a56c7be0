import { sql } from 'drizzle-orm'
import { check, foreignKey, index, integer, pgTable, text, unique, uniqueIndex } from 'drizzle-orm/pg-core'
import { bundles, zones } from '../catalogue.ts'
import { idOf, instant } from '../columns.ts'
import { organisations, projects } from '../identity/identity.ts'
import { storagePools } from '../inventory.ts'
import { orderLines } from '../ordering/ordering.ts'
import { volumes } from './compute.ts'
import type { SnapshotState } from './snapshots.ts'

/**
 * A copy of a volume's content at one moment, stored elsewhere: on a pool of another class, or in another zone. It
 * outlives the volume and is priced like a snapshot of it.
 */
export const volumeBackups = pgTable(
  'volume_backups',
  {
    id: idOf('id', 'backup').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    projectId: idOf('project_id', 'project').notNull(),
    /** Its source, which may be erased by now. */
    volumeId: idOf('volume_id', 'volume').notNull(),
    /** The source snapshot of that volume; null for the live volume. */
    sourceSnapshotId: idOf('source_snapshot_id', 'snapshot'),
    orderLineId: idOf('order_line_id', 'orderLine').notNull(),
    bundleId: idOf('bundle_id', 'bundle')
      .notNull()
      .references(() => bundles.id),
    /** Where it is stored. */
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
    /** The moment of its content; null until it exists. */
    takenAt: instant('taken_at'),
    /** The scheduled instant that it was made for; null when a person requested it. */
    scheduledFor: instant('scheduled_for'),
  },
  (t) => [
    unique('volume_backups_by_organisation').on(t.organisationId, t.id),
    uniqueIndex('volume_backups_name').on(t.volumeId, t.name).where(sql`state not in ('deleted', 'failed')`),
    // However many workers: one backup per scheduled instant.
    uniqueIndex('volume_backups_scheduled')
      .on(t.volumeId, t.scheduledFor)
      .where(sql`scheduled_for is not null`),
    index('volume_backups_recent').on(t.organisationId, t.createdAt),
    index('volume_backups_live')
      .on(t.organisationId)
      .where(sql`state in ('creating', 'available', 'deleting')`),
    // A volume being backed up must not change; few backups are in progress at any time.
    index('volume_backups_being_made').on(t.volumeId).where(sql`state = 'creating'`),
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
    check('volume_backups_size', sql`size_gib > 0`),
  ],
)
