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
import { idOf, instant } from './columns.ts'
import { projects } from './identity/identity.ts'
import { instances } from './resources/compute.ts'
import { publicAddresses } from './resources/public-addresses.ts'

/** The DNS server that holds the names of servers, as the operator configured it. */
export const nameServices = pgTable(
  'name_services',
  {
    isOnly: boolean('is_only').primaryKey().default(true),
    kind: text('kind').$type<'powerdns' | 'simulator'>().notNull(),
    /** The names of all projects end with it: `cloud.example`. */
    domain: text('domain').notNull(),
    baseUrl: text('base_url'),
    nameServers: text('name_servers').array().notNull(),
    /** `address:port` of the resolver for names outside the domain. */
    resolver: text('resolver'),
    /** False: every record is withdrawn. */
    isOn: boolean('is_on').notNull().default(true),
    updatedAt: instant('updated_at').notNull(),
    comparedAt: instant('compared_at'),
    failureCode: text('failure_code'),
    failureText: text('failure_text'),
    /** One worker at a time writes and compares. */
    leaseHolder: text('lease_holder'),
    leaseUntil: instant('lease_until'),
  },
  (t) => [
    check('name_services_one_row', sql`${t.isOnly}`),
    check(
      'name_services_kind',
      sql`kind in ('powerdns', 'simulator') and (kind = 'powerdns') = (base_url is not null)`,
    ),
  ],
)

/** The key of its API: only the worker reads it. */
export const nameServiceSecrets = pgTable(
  'name_service_secrets',
  {
    isOnly: boolean('is_only').primaryKey().default(true),
    keySealed: text('key_sealed').notNull(),
  },
  (t) => [check('name_service_secrets_one_row', sql`${t.isOnly}`)],
)

/** The label of a project below the domain. It never changes and never goes to another project. */
export const nameZones = pgTable(
  'name_zones',
  {
    projectId: idOf('project_id', 'project').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    label: text('label').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    unique('name_zones_label').on(t.label),
    unique('name_zones_by_organisation').on(t.organisationId, t.projectId),
    foreignKey({
      name: 'name_zones_project',
      columns: [t.organisationId, t.projectId],
      foreignColumns: [projects.organisationId, projects.id],
    }),
  ],
)

/** A name of a project: of a server (kept by the worker), or added by a customer for an address or as an alias. */
export const names = pgTable(
  'names',
  {
    id: idOf('id', 'name').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    projectId: idOf('project_id', 'project').notNull(),
    label: text('label').notNull(),
    /** The label that the name of the server gives; it may have been taken. */
    wantedLabel: text('wanted_label'),
    kind: text('kind').$type<'server' | 'address' | 'alias'>().notNull(),
    instanceId: idOf('instance_id', 'instance'),
    addressId: idOf('address_id', 'publicAddress'),
    /** The alias leads to a name of the same project, or to a host outside the domain. */
    targetNameId: idOf('target_name_id', 'name'),
    targetHost: text('target_host'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    unique('names_label').on(t.projectId, t.label),
    unique('names_by_project').on(t.organisationId, t.projectId, t.id),
    unique('names_instance').on(t.instanceId),
    index('names_by_address').on(t.addressId),
    index('names_by_target').on(t.targetNameId),
    check(
      'names_kind',
      sql`case kind
    when 'server' then num_nonnulls(instance_id, wanted_label) = 2 and num_nonnulls(address_id, target_name_id, target_host) = 0
    when 'address' then address_id is not null and num_nonnulls(instance_id, target_name_id, target_host) = 0
    when 'alias' then num_nonnulls(target_name_id, target_host) = 1 and num_nonnulls(instance_id, address_id) = 0
    else false end`,
    ),
    foreignKey({
      name: 'names_zone',
      columns: [t.organisationId, t.projectId],
      foreignColumns: [nameZones.organisationId, nameZones.projectId],
    }),
    foreignKey({
      name: 'names_of_instance',
      columns: [t.organisationId, t.instanceId],
      foreignColumns: [instances.organisationId, instances.id],
    }),
    foreignKey({
      name: 'names_of_address',
      columns: [t.organisationId, t.addressId],
      foreignColumns: [publicAddresses.organisationId, publicAddresses.id],
    }),
    foreignKey({
      name: 'names_of_target',
      columns: [t.organisationId, t.projectId, t.targetNameId],
      foreignColumns: [t.organisationId, t.projectId, t.id],
    }),
  ],
)

/** The name that a customer gave an address for questions in the other direction; without a row it is the server's. */
export const reverseNames = pgTable(
  'reverse_names',
  {
    addressId: idOf('address_id', 'publicAddress').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    projectId: idOf('project_id', 'project').notNull(),
    name: text('name').notNull(),
    setAt: instant('set_at').notNull(),
  },
  (t) => [
    foreignKey({
      name: 'reverse_names_of_address',
      columns: [t.organisationId, t.addressId],
      foreignColumns: [publicAddresses.organisationId, publicAddresses.id],
    }),
    foreignKey({
      name: 'reverse_names_project',
      columns: [t.organisationId, t.projectId],
      foreignColumns: [projects.organisationId, projects.id],
    }),
  ],
)

/** The same for the IPv6 address of a server; the row counts while the server has the address. */
export const reverseNames6 = pgTable(
  'reverse_names6',
  {
    instanceId: idOf('instance_id', 'instance').notNull(),
    address6: text('address6').notNull(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    projectId: idOf('project_id', 'project').notNull(),
    name: text('name').notNull(),
    setAt: instant('set_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.instanceId, t.address6], name: 'reverse_names6_pkey' }),
    foreignKey({
      name: 'reverse_names6_of_server',
      columns: [t.organisationId, t.instanceId],
      foreignColumns: [instances.organisationId, instances.id],
    }),
    foreignKey({
      name: 'reverse_names6_project',
      columns: [t.organisationId, t.projectId],
      foreignColumns: [projects.organisationId, projects.id],
    }),
  ],
)

export const recordTypes = ['A', 'AAAA', 'CNAME', 'PTR', 'NS'] as const
export type RecordType = (typeof recordTypes)[number]

/** A record set that the DNS server has or may have: a row exists before the first write and ends after the removal. */
export const nameRecords = pgTable(
  'name_records',
  {
    id: idOf('id', 'nameRecord').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    projectId: idOf('project_id', 'project').notNull(),
    zone: text('zone').notNull(),
    name: text('name').notNull(),
    type: text('type').$type<RecordType>().notNull(),
    /** Empty: withdrawn. */
    contents: text('contents').array().notNull(),
    /** Public addresses that the DNS server may lead to this name, or name by it: none goes to another customer. */
    heldAddresses: text('held_addresses').array().notNull(),
    revision: integer('revision').notNull(),
    appliedRevision: integer('applied_revision').notNull().default(0),
    /** Restored by a recovery that lost rows: compared first, and written only after a decision or a change. */
    unverified: boolean('unverified').notNull().default(false),
    failureCode: text('failure_code'),
    failureText: text('failure_text'),
    retryAt: instant('retry_at'),
  },
  (t) => [
    unique('name_records_name').on(t.name, t.type),
    index('name_records_held').using('gin', t.heldAddresses),
    index('name_records_pending').on(t.id).where(sql`applied_revision < revision`),
    index('name_records_by_project').on(t.organisationId, t.projectId),
    check('name_records_type', sql`type in ('A', 'AAAA', 'CNAME', 'PTR', 'NS')`),
    foreignKey({
      name: 'name_records_project',
      columns: [t.organisationId, t.projectId],
      foreignColumns: [projects.organisationId, projects.id],
    }),
  ],
)

/** What the DNS server has and the rows do not say, or the reverse. */
export const nameDifferences = pgTable(
  'name_differences',
  {
    id: idOf('id', 'nameDifference').primaryKey(),
    zone: text('zone').notNull(),
    name: text('name').notNull(),
    type: text('type').notNull(),
    kind: text('kind').$type<'missing' | 'changed' | 'unexplained' | 'foreign'>().notNull(),
    expected: text('expected').array().notNull(),
    found: text('found').array().notNull(),
    /** `held`: waits for a person, because rows were lost. `remove`: the operator wants the record set gone. */
    state: text('state').$type<'open' | 'held' | 'remove' | 'healed' | 'gone'>().notNull(),
    firstSeenAt: instant('first_seen_at').notNull(),
    seenAt: instant('seen_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (t) => [
    uniqueIndex('name_differences_open').on(t.name, t.type).where(sql`ended_at is null`),
    index('name_differences_found').using('gin', t.found).where(sql`ended_at is null`),
    index('name_differences_recent').on(t.seenAt),
    check('name_differences_kind', sql`kind in ('missing', 'changed', 'unexplained', 'foreign')`),
    check(
      'name_differences_state',
      sql`state in ('open', 'held', 'remove', 'healed', 'gone')
    and (ended_at is null) = (state in ('open', 'held', 'remove'))`,
    ),
  ],
)
