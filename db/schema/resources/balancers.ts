import { sql } from 'drizzle-orm'
import {
  boolean,
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
import { orderLines } from '../ordering/ordering.ts'
import { sagas } from '../provisioning.ts'
import type { BalancerSettings } from './balancer-settings.ts'
import { instances } from './compute.ts'
import { privateNetworks } from './networks.ts'

export const balancerStates = ['creating', 'active', 'deleting', 'deleted', 'failed'] as const
export type BalancerState = (typeof balancerStates)[number]

/** A load balancer on one network of a project. The public address that leads to it is in `public_addresses`. */
export const balancers = pgTable(
  'balancers',
  {
    id: idOf('id', 'balancer').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    projectId: idOf('project_id', 'project').notNull(),
    zoneId: idOf('zone_id', 'zone')
      .notNull()
      .references(() => zones.id),
    networkId: idOf('network_id', 'network').notNull(),
    bundleId: idOf('bundle_id', 'bundle')
      .notNull()
      .references(() => bundles.id),
    orderLineId: idOf('order_line_id', 'orderLine').notNull(),
    /** The reserved public address that it was ordered with; null: one was ordered too. */
    orderedAddressId: idOf('ordered_address_id', 'publicAddress'),
    name: text('name').notNull(),
    state: text('state').$type<BalancerState>().notNull(),
    settings: jsonb('settings').$type<BalancerSettings>().notNull(),
    /** Identifies the configuration that the hypervisor has; null before the first. */
    appliedDigest: text('applied_digest'),
    /**
     * Restored when rows were lost: the hypervisor may have another configuration, and nothing is written before both are
     * the same or a person decides.
     */
    unverified: boolean('unverified').notNull().default(false),
    /** Of the other configuration that an unverified one was found with; `-` when none was found. */
    foundDigest: text('found_digest'),
    /** Whether it accepted connections at `observedAt`. */
    isServing: boolean('is_serving'),
    observedAt: instant('observed_at'),
    /** Since when no server of the pool answers; null while one does, and for an empty pool. */
    poolDownSince: instant('pool_down_since'),
    /** When the customer was notified. */
    poolAlertedAt: instant('pool_alerted_at'),
    /** When a worker observes it next; null: at once. */
    nextLookAt: instant('next_look_at'),
    /** The worker that writes its configuration, and until when: nothing else writes it meanwhile. */
    writingBy: text('writing_by'),
    writingUntil: instant('writing_until'),
    /** From when its parts are made again from a newer image; null: they are made from the present one. */
    renewAt: instant('renew_at'),
    /** After a failure: no configuration is tried before. */
    retryAt: instant('retry_at'),
    failureCode: text('failure_code'),
    /** The hypervisor's message, verbatim. */
    failureText: text('failure_text'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    unique('balancers_of_organisation').on(t.organisationId, t.id),
    uniqueIndex('balancers_name').on(t.projectId, t.name).where(sql`state not in ('deleted', 'failed')`),
    check('balancers_found', sql`unverified or found_digest is null`),
    index('balancers_by_network').on(t.networkId),
    index('balancers_by_organisation').on(t.organisationId, t.createdAt),
    foreignKey({
      columns: [t.organisationId, t.projectId],
      foreignColumns: [projects.organisationId, projects.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.networkId],
      foreignColumns: [privateNetworks.organisationId, privateNetworks.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.orderLineId],
      foreignColumns: [orderLines.organisationId, orderLines.id],
    }),
  ],
)

/** The addresses of a balancer's containers on its network, until it is deleted. */
export const balancerAddresses = pgTable(
  'balancer_addresses',
  {
    networkId: idOf('network_id', 'network').notNull(),
    address: text('address').notNull(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    balancerId: idOf('balancer_id', 'balancer').notNull(),
    position: integer('position').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.networkId, t.address] }),
    unique('balancer_addresses_position').on(t.balancerId, t.position),
    foreignKey({
      columns: [t.organisationId, t.networkId],
      foreignColumns: [privateNetworks.organisationId, privateNetworks.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.balancerId],
      foreignColumns: [balancers.organisationId, balancers.id],
    }),
  ],
)

/** A server of a balancer's pool, as the balancer last saw it. */
export const balancerBackends = pgTable(
  'balancer_backends',
  {
    balancerId: idOf('balancer_id', 'balancer').notNull(),
    instanceId: idOf('instance_id', 'instance').notNull(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    health: text('health').$type<'up' | 'down' | 'unknown'>().notNull(),
    isDraining: boolean('is_draining').notNull(),
    connections: integer('connections').notNull(),
    observedAt: instant('observed_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.balancerId, t.instanceId] }),
    index('balancer_backends_by_instance').on(t.instanceId),
    foreignKey({
      columns: [t.organisationId, t.balancerId],
      foreignColumns: [balancers.organisationId, balancers.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.instanceId],
      foreignColumns: [instances.organisationId, instances.id],
    }),
  ],
)

/** Servers to which no balancer sends new connections, because this saga interrupts them. */
export const drainedServers = pgTable(
  'drained_servers',
  {
    instanceId: idOf('instance_id', 'instance').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    sagaId: idOf('saga_id', 'saga').notNull(),
    since: instant('since').notNull(),
  },
  (t) => [
    foreignKey({
      columns: [t.organisationId, t.instanceId],
      foreignColumns: [instances.organisationId, instances.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.sagaId],
      foreignColumns: [sagas.organisationId, sagas.id],
    }),
  ],
)
