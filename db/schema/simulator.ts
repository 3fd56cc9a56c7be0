import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

/**
 * A datacenter in tables: what a hypervisor would hold, not what the product knows. No foreign key leads in or out,
 * and only `andromede_simulator` may access it.
 */
export const simulator = pgSchema('simulator')

export const simulatorSettings = simulator.table(
  'settings',
  {
    isOnly: boolean('is_only').primaryKey().default(true),
    /** 100 = the default latencies, 0 = everything at once. */
    latencyPercent: integer('latency_percent').notNull().default(100),
    /** How long a simulated call without an answer lasts before the caller's client gives up. */
    requestTimeoutMs: integer('request_timeout_ms').notNull().default(2000),
  },
  (t) => [
    check('settings_one_row', sql`${t.isOnly}`),
    check('settings_ranges', sql`${t.latencyPercent} >= 0 and ${t.requestTimeoutMs} >= 0`),
  ],
)

/** Columns that are null together: an object of a stranger has no owner. */
const owner = {
  resourceId: text('resource_id'),
  organisationId: text('organisation_id'),
  installation: text('installation'),
}

export const simulatorInstances = simulator.table(
  'instances',
  {
    name: text('name').primaryKey(),
    ...owner,
    label: text('label').notNull(),
    hostName: text('host_name').notNull(),
    zoneCode: text('zone_code').notNull(),
    image: text('image').notNull(),
    type: text('type').$type<'container' | 'virtual-machine'>().notNull().default('container'),
    vcpu: integer('vcpu').notNull(),
    memoryMib: integer('memory_mib').notNull(),
    rootDiskGib: integer('root_disk_gib').notNull(),
    sshKeys: text('ssh_keys').array().notNull().default([]),
    userData: text('user_data').notNull().default(''),
    address: text('address').notNull(),
    address6: text('address6'),
    /** Its private network; null where the caller named none. */
    networkName: text('network_name'),
    tags: jsonb('tags').$type<Record<string, string>>().notNull().default({}),
    /** Represents the content of the root disk. */
    content: text('content').notNull().default(''),
    /** `rescue`: stopped, with a rescue system in its place. */
    power: text('power').$type<'running' | 'stopped' | 'error' | 'rescue'>().notNull().default('stopped'),
    /** When the guest begins to answer on its network; null: not before the next boot. */
    reachableAt: instant('reachable_at'),
    /** Power before the last operation ended, for stale reads; null: it did not exist. */
    previousPower: text('previous_power').$type<'running' | 'stopped' | 'error' | 'rescue'>(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    index('simulator_instances_by_installation').on(t.installation, t.resourceId),
    index('simulator_instances_by_network').on(t.networkName),
  ],
)

/** The cards of instances besides the first, which is in their row. */
export const simulatorCards = simulator.table(
  'cards',
  {
    instanceName: text('instance_name').notNull(),
    networkName: text('network_name').notNull(),
    address: text('address').notNull(),
    position: integer('position').notNull(),
    /** Its IPv6 address there; the guest does not take it by itself. */
    address6: text('address6'),
  },
  (t) => [
    primaryKey({ columns: [t.instanceName, t.networkName] }),
    index('simulator_cards_by_network').on(t.networkName),
  ],
)

export const simulatorVolumes = simulator.table(
  'volumes',
  {
    name: text('name').primaryKey(),
    ...owner,
    label: text('label').notNull(),
    zoneCode: text('zone_code').notNull(),
    poolName: text('pool_name').notNull(),
    sizeGib: integer('size_gib').notNull(),
    /** Name of the instance that it is attached to. */
    attachedTo: text('attached_to'),
    /** Represents the data: what a snapshot keeps and a restore brings back. */
    content: text('content').notNull().default(''),
    createdAt: instant('created_at').notNull(),
    /** The volume of which it is a backup, by its resource. */
    copyOf: text('copy_of'),
  },
  (t) => [
    index('simulator_volumes_by_installation').on(t.installation, t.resourceId),
    index('simulator_volumes_by_instance').on(t.attachedTo),
  ],
)

export const simulatorSnapshots = simulator.table(
  'snapshots',
  {
    /** Of the volume, or of the instance for its root disk. */
    volumeName: text('volume_name').notNull(),
    name: text('name').notNull(),
    content: text('content').notNull(),
    takenAt: instant('taken_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.volumeName, t.name] })],
)

/** Private images that servers can start from; public ones exist by alias only. */
export const simulatorImages = simulator.table('images', {
  name: text('name').primaryKey(),
  ...owner,
  label: text('label').notNull(),
  zoneCode: text('zone_code').notNull(),
  /** Represents the content of the disk. */
  content: text('content').notNull().default(''),
  createdAt: instant('created_at').notNull(),
  /** The server of whose disk it was made, by its resource. */
  copyOf: text('copy_of'),
  sizeGib: integer('size_gib'),
})

/** The target of a public address, on the network of the simulated datacenter. */
export const simulatorAddresses = simulator.table('addresses', {
  address: text('address').primaryKey(),
  ...owner,
  zoneCode: text('zone_code').notNull(),
  /** Name of the instance, which may no longer exist. */
  leadsTo: text('leads_to').notNull(),
})

/** Load balancers, with the text that HAProxy would read. */
export const simulatorBalancers = simulator.table('balancers', {
  name: text('name').primaryKey(),
  ...owner,
  zoneCode: text('zone_code').notNull(),
  networkName: text('network_name').notNull(),
  ownAddresses: text('own_addresses').array().notNull(),
  /** The public address that leads to it; null: its forward was removed. */
  address: text('address'),
  serverPort: integer('server_port').notNull(),
  servers: jsonb('servers').$type<{ instanceId: string; address: string; isDraining: boolean }[]>().notNull(),
  configuration: text('configuration').notNull(),
  /** The image from which it was made. */
  image: text('image').notNull().default('1'),
})

/** Private networks, with the rules applied on every host. */
export const simulatorNetworks = simulator.table('networks', {
  name: text('name').primaryKey(),
  ...owner,
  zoneCode: text('zone_code').notNull(),
  range: text('range').notNull(),
  range6: text('range6'),
  /** False: nothing leaves it and nothing enters. */
  hasExit: boolean('has_exit').notNull().default(true),
  rules: jsonb('rules')
    .$type<
      {
        direction: 'in' | 'out'
        protocol: 'tcp' | 'udp' | 'icmp' | 'any'
        ports: string | null
        source: readonly string[] | null
        destination: readonly string[] | null
      }[]
    >()
    .notNull(),
  egress: text('egress').$type<'open' | 'listed'>().notNull().default('open'),
  filtersInside: boolean('filters_inside').notNull().default(false),
  /** The names of networks that it is peered with. */
  peers: text('peers').array().notNull().default([]),
})

/** Zones of the simulated DNS server. */
export const simulatorDnsZones = simulator.table('dns_zones', {
  name: text('name').primaryKey(),
  nameServers: text('name_servers').array().notNull(),
})

/** Record sets of the simulated DNS server. */
export const simulatorDnsRecords = simulator.table(
  'dns_records',
  {
    zone: text('zone').notNull(),
    name: text('name').notNull(),
    type: text('type').notNull(),
    ttl: integer('ttl').notNull(),
    contents: text('contents').array().notNull(),
    mark: text('mark'),
  },
  (t) => [primaryKey({ name: 'dns_records_pkey', columns: [t.zone, t.name, t.type] })],
)

export type SimulatedChange =
  | { action: 'create' | 'stop' | 'delete' | 'start_rescue' | 'end_rescue' }
  /** The guest answers `networkMs` after the boot; null: never. */
  | { action: 'start' | 'restart'; networkMs: number | null }
  | { action: 'resize'; vcpu: number; memoryMib: number; rootDiskGib: number }
  | { action: 'move'; hostName: string }
  | { action: 'grow'; sizeGib: number }
  | { action: 'attach' | 'detach'; instanceName: string }
  | { action: 'connect'; networkName: string; address: string; address6?: string | null; position: number }
  | { action: 'disconnect'; networkName: string }
  | { action: 'take_snapshot' | 'restore_snapshot' | 'delete_snapshot'; snapshotName: string }

/** An accepted change: it takes effect at the first read at or after `due_at`. */
export const simulatorOperations = simulator.table(
  'operations',
  {
    id: bigint('id', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    target: text('target').notNull(),
    change: jsonb('change').$type<SimulatedChange>().notNull(),
    dueAt: instant('due_at').notNull(),
    settledAt: instant('settled_at'),
    failureCode: text('failure_code'),
    failureText: text('failure_text'),
  },
  (t) => [
    uniqueIndex('simulator_operations_running').on(t.target).where(sql`settled_at is null`),
    index('simulator_operations_settled').on(t.settledAt),
  ],
)

/** A fault that strikes matching calls. Null criteria match everything; null `remaining`: until it is cleared. */
export const simulatorFaults = simulator.table(
  'faults',
  {
    id: bigint('id', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    name: text('name').notNull(),
    operation: text('operation'),
    /** A resource id or the label of a server or volume. */
    resource: text('resource'),
    zoneCode: text('zone_code'),
    hostName: text('host_name'),
    remaining: integer('remaining'),
    createdAt: instant('created_at').notNull(),
  },
  () => [check('faults_remaining', sql`remaining > 0`)],
)

/** Faults triggered by an object's own label that have struck: a passing fault strikes each operation once. */
export const simulatorStrikes = simulator.table(
  'strikes',
  {
    target: text('target').notNull(),
    fault: text('fault').notNull(),
    operation: text('operation').notNull(),
  },
  (t) => [primaryKey({ columns: [t.target, t.fault, t.operation] })],
)
