import { sql } from 'drizzle-orm'
import {
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
import { zones } from '../catalogue.ts'
import { idOf, instant } from '../columns.ts'
import { organisations, projects } from '../identity/identity.ts'
import { instances } from './compute.ts'

/**
 * A private network of a project in a zone. Its range overlaps no other of the project, and no other of the zone where
 * the technology of the zone does not keep networks apart.
 */
export const privateNetworks = pgTable(
  'private_networks',
  {
    id: idOf('id', 'network').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    projectId: idOf('project_id', 'project').notNull(),
    zoneId: idOf('zone_id', 'zone')
      .notNull()
      .references(() => zones.id),
    name: text('name').notNull().default('principal'),
    /** Servers are ordered on it unless another one is chosen. */
    isDefault: boolean('is_default').notNull().default(true),
    /** False: nothing leaves it and nothing enters. */
    hasExit: boolean('has_exit').notNull().default(true),
    range: text('range').notNull(),
    /** Its public IPv6 addresses, a /64; null where the zone has none, and without a way out. */
    range6: text('range6'),
    createdAt: instant('created_at').notNull(),
    /** When the customer deleted it; its range stays taken until `removedAt`. */
    deletedAt: instant('deleted_at'),
    /** When the hypervisor had removed it. */
    removedAt: instant('removed_at'),
    /** Increases with every change of its rules; those of `applied_revision` were written successfully. */
    revision: integer('revision').notNull().default(0),
    appliedRevision: integer('applied_revision').notNull().default(-1),
    /** The worker that writes the rules, until then; after a failure no worker writes them until then. */
    writingBy: text('writing_by'),
    writingUntil: instant('writing_until'),
    /** Since when a write has failed or rules were found missing; null otherwise. */
    notInForceSince: instant('not_in_force_since'),
    /** The affected hosts, as far as known. */
    notInForceOn: text('not_in_force_on').array().notNull().default([]),
    /**
     * Restored by a recovery that lost rows, and neither compared, decided nor changed since: not written in this
     * state.
     */
    unverified: boolean('unverified').notNull().default(false),
    /** Whether traffic between its servers needs a rule too; where the zone can. */
    filtersInside: boolean('filters_inside').notNull().default(false),
  },
  (t) => [
    unique('private_networks_by_organisation').on(t.organisationId, t.id),
    uniqueIndex('private_networks_name').on(t.projectId, t.zoneId, t.name).where(sql`${t.deletedAt} is null`),
    uniqueIndex('private_networks_default')
      .on(t.projectId, t.zoneId)
      .where(sql`${t.isDefault} and ${t.deletedAt} is null`),
    index('private_networks_range').on(t.zoneId, t.range).where(sql`${t.removedAt} is null`),
    uniqueIndex('private_networks_range6_held').on(t.range6).where(sql`${t.removedAt} is null`),
    check(
      'private_networks_range6',
      sql`range6 is null or has_exit and family(range6::cidr) = 6 and masklen(range6::cidr) = 64`,
    ),
    check(
      'private_networks_removed_after_deleted',
      sql`${t.removedAt} is null or ${t.deletedAt} is not null`,
    ),
    foreignKey({
      columns: [t.organisationId, t.projectId],
      foreignColumns: [projects.organisationId, projects.id],
    }),
  ],
)

/** Two networks of one organisation and zone whose servers reach each other as the rules of both allow. */
export const networkPeerings = pgTable(
  'network_peerings',
  {
    networkId: idOf('network_id', 'network').notNull(),
    peerId: idOf('peer_id', 'network').notNull(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.networkId, t.peerId] }),
    check('network_peerings_ordered', sql`${t.networkId} < ${t.peerId}`),
    index('network_peerings_peer').on(t.peerId),
    foreignKey({
      columns: [t.organisationId, t.networkId],
      foreignColumns: [privateNetworks.organisationId, privateNetworks.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.peerId],
      foreignColumns: [privateNetworks.organisationId, privateNetworks.id],
    }),
  ],
)

/**
 * A network created on a zone's hypervisor in advance, since creating one takes longer than everything else of a
 * server. The first order of a project in a zone takes one over, with its id and its range.
 */
export const spareNetworks = pgTable(
  'spare_networks',
  {
    id: idOf('id', 'network').primaryKey(),
    zoneId: idOf('zone_id', 'zone')
      .notNull()
      .references(() => zones.id),
    /** The /64, where a network with a row has the same private range. */
    range: text('range').notNull(),
    range6: text('range6'),
    createdAt: instant('created_at').notNull(),
    /** When the hypervisor had it; null while it is being created. */
    madeAt: instant('made_at'),
    /**
     * Not handed out any more, while its range stays taken: rows were lost and it may have been handed out; no row
     * explained it; or something else on the hypervisor uses its range.
     */
    withdrawnAt: instant('withdrawn_at'),
  },
  (t) => [
    unique('spare_networks_range').on(t.zoneId, t.range),
    uniqueIndex('spare_networks_range6').on(t.range6),
  ],
)

/**
 * A card of a server: its address on a private network, held until the server is purged, its creation fails, or it is
 * disconnected from the network.
 */
export const privateAddresses = pgTable(
  'private_addresses',
  {
    networkId: idOf('network_id', 'network').notNull(),
    address: text('address').notNull(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    instanceId: idOf('instance_id', 'instance').notNull(),
    /** 0: the card that the server was ordered with, to which public addresses lead. */
    position: integer('position').notNull().default(0),
    createdAt: instant('created_at').notNull(),
    /** Its public IPv6 address on the same card (`app.give_address6`); null on a network without IPv6. */
    address6: text('address6'),
    /** When the guest was last seen with it: until then nothing leads people there. */
    seen6At: instant('seen6_at'),
  },
  (t) => [
    uniqueIndex('private_addresses_address6').on(t.address6),
    check('private_addresses_seen6', sql`seen6_at is null or address6 is not null`),
    primaryKey({ columns: [t.networkId, t.address] }),
    unique('private_addresses_card').on(t.instanceId, t.networkId),
    unique('private_addresses_position').on(t.instanceId, t.position),
    check('private_addresses_positions', sql`${t.position} between 0 and 3`),
    foreignKey({
      columns: [t.organisationId, t.networkId],
      foreignColumns: [privateNetworks.organisationId, privateNetworks.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.instanceId],
      foreignColumns: [instances.organisationId, instances.id],
    }),
  ],
)
