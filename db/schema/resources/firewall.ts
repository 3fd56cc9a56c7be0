import { sql } from 'drizzle-orm'
import { check, foreignKey, index, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core'
import { idOf, instant } from '../columns.ts'
import { projects } from '../identity/identity.ts'
import { instances } from './compute.ts'
import { privateNetworks } from './networks.ts'

export const firewallDirections = ['in', 'out'] as const
export const firewallProtocols = ['tcp', 'udp', 'icmp', 'any'] as const
export type FirewallDirection = (typeof firewallDirections)[number]
export type FirewallProtocol = (typeof firewallProtocols)[number]

/** Rules of a project under one name, or those of one network. */
export const ruleSets = pgTable(
  'rule_sets',
  {
    id: idOf('id', 'ruleSet').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    projectId: idOf('project_id', 'project').notNull(),
    /** Null for the set of a network. */
    name: text('name'),
    /** The network whose own set this is. */
    networkId: idOf('network_id', 'network'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    unique('rule_sets_by_organisation').on(t.organisationId, t.id),
    unique('rule_sets_name').on(t.projectId, t.name),
    unique('rule_sets_network').on(t.networkId),
    check('rule_sets_named', sql`(name is null) = (network_id is not null)`),
    foreignKey({
      columns: [t.organisationId, t.projectId],
      foreignColumns: [projects.organisationId, projects.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.networkId],
      foreignColumns: [privateNetworks.organisationId, privateNetworks.id],
    }).onDelete('cascade'),
  ],
)

/** Traffic that a rule set allows. */
export const firewallRules = pgTable(
  'firewall_rules',
  {
    id: idOf('id', 'firewallRule').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    setId: idOf('set_id', 'ruleSet').notNull(),
    direction: text('direction').$type<FirewallDirection>().notNull(),
    protocol: text('protocol').$type<FirewallProtocol>().notNull(),
    /** `443`, `22,8000-8100`; null for all, and for protocols without ports. */
    ports: text('ports'),
    /** The other side of a connection: one of these, or everyone when all are null. */
    peerCidr: text('peer_cidr'),
    peerInstanceId: idOf('peer_instance_id', 'instance'),
    peerTagKey: text('peer_tag_key'),
    peerTagValue: text('peer_tag_value'),
    peerNetworkId: idOf('peer_network_id', 'network'),
    /** The servers of the network that the rule concerns; all when these are null. */
    localInstanceId: idOf('local_instance_id', 'instance'),
    localTagKey: text('local_tag_key'),
    localTagValue: text('local_tag_value'),
    description: text('description').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    index('firewall_rules_set').on(t.setId),
    check(
      'firewall_rules_peer',
      sql`num_nonnulls(peer_cidr, peer_instance_id, peer_tag_key, peer_network_id) <= 1`,
    ),
    check('firewall_rules_local', sql`num_nonnulls(local_instance_id, local_tag_key) <= 1`),
    check(
      'firewall_rules_tags',
      sql`(peer_tag_key is null) = (peer_tag_value is null) and (local_tag_key is null) = (local_tag_value is null)`,
    ),
    foreignKey({
      columns: [t.organisationId, t.setId],
      foreignColumns: [ruleSets.organisationId, ruleSets.id],
    }).onDelete('cascade'),
    foreignKey({
      columns: [t.organisationId, t.peerInstanceId],
      foreignColumns: [instances.organisationId, instances.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.peerNetworkId],
      foreignColumns: [privateNetworks.organisationId, privateNetworks.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.localInstanceId],
      foreignColumns: [instances.organisationId, instances.id],
    }),
  ],
)

/** Networks to which a named set is attached. */
export const ruleSetNetworks = pgTable(
  'rule_set_networks',
  {
    setId: idOf('set_id', 'ruleSet').notNull(),
    networkId: idOf('network_id', 'network').notNull(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.setId, t.networkId] }),
    foreignKey({
      columns: [t.organisationId, t.setId],
      foreignColumns: [ruleSets.organisationId, ruleSets.id],
    }).onDelete('cascade'),
    foreignKey({
      columns: [t.organisationId, t.networkId],
      foreignColumns: [privateNetworks.organisationId, privateNetworks.id],
    }).onDelete('cascade'),
  ],
)

/** Servers to which a named set is attached. */
export const ruleSetInstances = pgTable(
  'rule_set_instances',
  {
    setId: idOf('set_id', 'ruleSet').notNull(),
    instanceId: idOf('instance_id', 'instance').notNull(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.setId, t.instanceId] }),
    index('rule_set_instances_instance').on(t.instanceId),
    foreignKey({
      columns: [t.organisationId, t.setId],
      foreignColumns: [ruleSets.organisationId, ruleSets.id],
    }).onDelete('cascade'),
    foreignKey({
      columns: [t.organisationId, t.instanceId],
      foreignColumns: [instances.organisationId, instances.id],
    }),
  ],
)
