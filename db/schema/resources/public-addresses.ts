import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  cidr,
  foreignKey,
  index,
  integer,
  pgTable,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { bundles, zones } from '../catalogue.ts'
import { idOf, instant } from '../columns.ts'
import { organisations, projects } from '../identity/identity.ts'
import { orderLines } from '../ordering/ordering.ts'
import { balancers } from './balancers.ts'
import { instances } from './compute.ts'

/** Public addresses that a zone may assign, one by one (IPv4) or as a /64 for each network (IPv6); active pools do not overlap (exclusion constraint in the migrations). */
export const addressPools = pgTable(
  'address_pools',
  {
    id: idOf('id', 'addressPool').primaryKey(),
    zoneId: idOf('zone_id', 'zone')
      .notNull()
      .references(() => zones.id),
    /** `203.0.113.0/24`, `2001:db8:100::/48` */
    range: cidr('range').notNull(),
    createdAt: instant('created_at').notNull(),
    removedAt: instant('removed_at'),
  },
  (t) => [
    index('address_pools_zone').on(t.zoneId),
    check(
      'address_pools_size',
      sql`family(range) = 4 and masklen(range) between 22 and 32 or family(range) = 6 and masklen(range) between 32 and 64`,
    ),
  ],
)

/** A public address from its reservation to its release; afterwards another organisation may get it. */
export const publicAddresses = pgTable(
  'public_addresses',
  {
    id: idOf('id', 'publicAddress').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    projectId: idOf('project_id', 'project').notNull(),
    zoneId: idOf('zone_id', 'zone')
      .notNull()
      .references(() => zones.id),
    poolId: idOf('pool_id', 'addressPool')
      .notNull()
      .references(() => addressPools.id),
    address: text('address').notNull(),
    bundleId: idOf('bundle_id', 'bundle')
      .notNull()
      .references(() => bundles.id),
    orderLineId: idOf('order_line_id', 'orderLine').notNull(),
    /** The server that it should route to. */
    instanceId: idOf('instance_id', 'instance'),
    /** The load balancer that it leads to, instead of a server. */
    balancerId: idOf('balancer_id', 'balancer'),
    reservedAt: instant('reserved_at').notNull(),
    releasedAt: instant('released_at'),
    /** Increases with every change of its route; the hypervisor has the route of `applied_revision`. */
    revision: integer('revision').notNull().default(0),
    appliedRevision: integer('applied_revision').notNull().default(0),
    /** Why the last update of the hypervisor failed; null when it succeeded. */
    failureCode: text('failure_code'),
    /** The hypervisor's message, verbatim. */
    failureText: text('failure_text'),
    /**
     * Restored by a recovery that lost rows, and neither compared, decided nor changed since: not routed in this
     * state.
     */
    unverified: boolean('unverified').notNull().default(false),
  },
  (t) => [
    uniqueIndex('public_addresses_live').on(t.address).where(sql`released_at is null`),
    index('public_addresses_by_organisation').on(t.organisationId, t.reservedAt),
    index('public_addresses_by_instance').on(t.instanceId),
    index('public_addresses_by_balancer').on(t.balancerId),
    check('public_addresses_one_target', sql`instance_id is null or balancer_id is null`),
    index('public_addresses_by_zone').on(t.zoneId, t.address),
    unique('public_addresses_of_organisation').on(t.organisationId, t.id),
    foreignKey({
      columns: [t.organisationId, t.projectId],
      foreignColumns: [projects.organisationId, projects.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.orderLineId],
      foreignColumns: [orderLines.organisationId, orderLines.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.instanceId],
      foreignColumns: [instances.organisationId, instances.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.balancerId],
      foreignColumns: [balancers.organisationId, balancers.id],
    }),
  ],
)
