import { sql } from 'drizzle-orm'
import { check, foreignKey, index, integer, pgTable, text, unique, uniqueIndex } from 'drizzle-orm/pg-core'
import { bundles, images, zones } from '../catalogue.ts'
import { idOf, instant } from '../columns.ts'
import { organisations, projects } from '../identity/identity.ts'
import { storagePools } from '../inventory.ts'
import { orderLines } from '../ordering/ordering.ts'
import { instances } from './compute.ts'
import type { SnapshotState } from './snapshots.ts'

/**
 * An image of an organisation, made from the root disk of one of its servers. It outlives the server, is stored in
 * the zone for servers of that zone, and is priced like a snapshot of that disk.
 */
export const privateImages = pgTable(
  'private_images',
  {
    id: idOf('id', 'privateImage').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    projectId: idOf('project_id', 'project').notNull(),
    /** Its source, which may be erased by now. */
    instanceId: idOf('instance_id', 'instance').notNull(),
    /** The source snapshot of that server; null for its live disk. */
    sourceSnapshotId: idOf('source_snapshot_id', 'snapshot'),
    /** The catalogue image that the server was created from. */
    imageId: idOf('image_id', 'image')
      .notNull()
      .references(() => images.id),
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
    /** When the hypervisor had all of it; null before. */
    takenAt: instant('made_at'),
  },
  (t) => [
    unique('private_images_by_organisation').on(t.organisationId, t.id),
    uniqueIndex('private_images_name')
      .on(t.organisationId, t.projectId, t.name)
      .where(sql`state not in ('deleted', 'failed')`),
    index('private_images_recent').on(t.organisationId, t.createdAt),
    index('private_images_live')
      .on(t.organisationId)
      .where(sql`state in ('creating', 'available', 'deleting')`),
    // The source of an image must not change; few images are in progress at any time.
    index('private_images_being_made').on(t.instanceId).where(sql`state = 'creating'`),
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
    check('private_images_size', sql`size_gib > 0`),
  ],
)
