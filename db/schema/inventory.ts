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
import type { QuotaResource } from '../../lib/kernel/quota-resources.ts'
import { zones } from './catalogue.ts'
import { idOf, instant } from './columns.ts'
import { organisations, projects, staffAccounts } from './identity/identity.ts'

export const sites = pgTable('sites', {
  id: idOf('id', 'site').primaryKey(),
  zoneId: idOf('zone_id', 'zone')
    .notNull()
    .references(() => zones.id),
  name: text('name').notNull().unique(),
  city: text('city').notNull(),
  address: text('address').notNull(),
})

export const rooms = pgTable(
  'rooms',
  {
    id: idOf('id', 'room').primaryKey(),
    siteId: idOf('site_id', 'site')
      .notNull()
      .references(() => sites.id),
    name: text('name').notNull(),
  },
  (t) => [unique('rooms_name').on(t.siteId, t.name)],
)

export const racks = pgTable(
  'racks',
  {
    id: idOf('id', 'rack').primaryKey(),
    roomId: idOf('room_id', 'room')
      .notNull()
      .references(() => rooms.id),
    name: text('name').notNull(),
    /** The row of the room, if rows have names. */
    row: text('row').notNull().default(''),
    /** Height in rack units, counted from the floor. */
    units: integer('units').notNull().default(42),
  },
  (t) => [unique('racks_name').on(t.roomId, t.name), check('racks_units', sql`units between 1 and 60`)],
)

export const hostStates = ['in_service', 'cordoned', 'draining', 'maintenance', 'failed', 'retired'] as const
export type HostState = (typeof hostStates)[number]

/**
 * A physical server. `*_free` is the sellable rest: capacity × overcommit − reserved − claimed. It changes only
 * through `claim_capacity`, `end_allocation`, `resize_allocation`, moves and `set_host_capacity`.
 */
export const hosts = pgTable(
  'hosts',
  {
    id: idOf('id', 'host').primaryKey(),
    rackId: idOf('rack_id', 'rack')
      .notNull()
      .references(() => racks.id),
    zoneId: idOf('zone_id', 'zone')
      .notNull()
      .references(() => zones.id),
    name: text('name').notNull().unique(),
    state: text('state').$type<HostState>().notNull(),
    stateReason: text('state_reason'),
    stateChangedAt: instant('state_changed_at').notNull(),
    /** Since when it has not answered; null while it answers. Its capacity is not sold meanwhile, in any state. */
    unreachableSince: instant('unreachable_since'),
    generation: text('generation').notNull(),
    /** The lowest rack unit that it occupies; null until entered. */
    rackUnit: integer('rack_unit'),
    heightUnits: integer('height_units').notNull().default(1),
    labels: jsonb('labels').$type<Record<string, string>>().notNull().default({}),
    vcpuPhysical: integer('vcpu_physical').notNull(),
    /** Virtual CPUs sold per physical one, in percent: 400 = four for one. */
    vcpuOvercommitPercent: integer('vcpu_overcommit_percent').notNull(),
    vcpuReserved: integer('vcpu_reserved').notNull(),
    vcpuFree: integer('vcpu_free').notNull(),
    memoryMibPhysical: integer('memory_mib_physical').notNull(),
    memoryMibReserved: integer('memory_mib_reserved').notNull(),
    memoryMibFree: integer('memory_mib_free').notNull(),
    /** Local pool for root disks. */
    diskGibPhysical: integer('disk_gib_physical').notNull(),
    diskGibReserved: integer('disk_gib_reserved').notNull(),
    diskGibFree: integer('disk_gib_free').notNull(),
  },
  (t) => [
    index('hosts_by_zone').on(t.zoneId, t.state),
    index('hosts_by_rack').on(t.rackId, t.rackUnit),
    // A single constraint: the database prepares each one anew for every claim.
    check(
      'hosts_room_and_units',
      sql`least(vcpu_free, memory_mib_free, disk_gib_free) >= 0 and rack_unit >= 1 and height_units between 1 and 20`,
    ),
  ],
)

/** An interval in which a host did not answer; `to_at` is null while it lasts. */
export const hostSilences = pgTable(
  'host_silences',
  {
    id: idOf('id', 'hostSilence').primaryKey(),
    hostId: idOf('host_id', 'host')
      .notNull()
      .references(() => hosts.id),
    fromAt: instant('from_at').notNull(),
    toAt: instant('to_at'),
  },
  (t) => [
    uniqueIndex('host_silences_open').on(t.hostId).where(sql`to_at is null`),
    index('host_silences_recent').on(t.toAt),
  ],
)

/**
 * A host that two people declared surely powered off. Until `ended_at` it stays failed and silent, and nothing on it is
 * used again.
 */
export const hostLosses = pgTable(
  'host_losses',
  {
    id: idOf('id', 'hostLoss').primaryKey(),
    hostId: idOf('host_id', 'host')
      .notNull()
      .references(() => hosts.id),
    /** Since when it had not answered at the declaration. */
    silentSince: instant('silent_since').notNull(),
    /** How the first person made sure. */
    verification: text('verification').notNull(),
    declaredByStaffId: idOf('declared_by_staff_id', 'staff')
      .notNull()
      .references(() => staffAccounts.id),
    declaredAt: instant('declared_at').notNull(),
    confirmedByStaffId: idOf('confirmed_by_staff_id', 'staff').references(() => staffAccounts.id),
    confirmedAt: instant('confirmed_at'),
    /** When its hypervisor gave up the records of what was on it. */
    forgottenAt: instant('forgotten_at'),
    /** A sign of life after the declaration. */
    answeredAt: instant('answered_at'),
    /** Withdrawn before the confirmation, or wiped and connected anew after it. */
    endedByStaffId: idOf('ended_by_staff_id', 'staff').references(() => staffAccounts.id),
    endedAt: instant('ended_at'),
  },
  (t) => [
    uniqueIndex('host_losses_open').on(t.hostId).where(sql`ended_at is null`),
    index('host_losses_recent').on(t.hostId, t.declaredAt),
    check(
      'host_losses_two_people',
      sql`(confirmed_by_staff_id is null) = (confirmed_at is null) and (ended_by_staff_id is null) = (ended_at is null)
       and confirmed_by_staff_id is distinct from declared_by_staff_id and (forgotten_at is null or confirmed_at is not null)`,
    ),
  ],
)

/** A zone's network storage for volumes. */
export const storagePools = pgTable(
  'storage_pools',
  {
    id: idOf('id', 'pool').primaryKey(),
    zoneId: idOf('zone_id', 'zone')
      .notNull()
      .references(() => zones.id),
    name: text('name').notNull().unique(),
    volumeClass: text('volume_class').$type<'fast' | 'standard' | 'archive'>().notNull(),
    gibPhysical: integer('gib_physical').notNull(),
    gibReserved: integer('gib_reserved').notNull(),
    gibFree: integer('gib_free').notNull(),
  },
  (t) => [
    index('storage_pools_by_zone').on(t.zoneId, t.volumeClass),
    check('storage_pools_free', sql`gib_free >= 0`),
  ],
)

export type AllocationState = 'pending' | 'posted' | 'released' | 'voided' | 'expired'

/** A claim on a host, a pool and an address by one resource. Live while `pending` or `posted`. */
export const allocations = pgTable(
  'allocations',
  {
    id: idOf('id', 'allocation').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    /** The project whose quota the claim counts against. */
    projectId: idOf('project_id', 'project').notNull(),
    /**
     * `move`: room kept on the target host of a moving server, in addition to its own claim; it counts against no
     * quota.
     */
    resourceKind: text('resource_kind')
      .$type<'instance' | 'volume' | 'snapshot' | 'image' | 'backup' | 'move'>()
      .notNull(),
    /** For a move: `move:` and the server's id. */
    resourceId: text('resource_id').notNull(),
    zoneId: idOf('zone_id', 'zone').notNull(),
    hostId: idOf('host_id', 'host'),
    poolId: idOf('pool_id', 'pool'),
    vcpu: integer('vcpu').notNull(),
    memoryMib: integer('memory_mib').notNull(),
    diskGib: integer('disk_gib').notNull(),
    poolGib: integer('pool_gib').notNull(),
    address: text('address'),
    state: text('state').$type<AllocationState>().notNull(),
    /** The tie-breaker among the candidates and their number: the placement can be recomputed from them. */
    placementSalt: text('placement_salt'),
    placementCandidates: integer('placement_candidates'),
    /** Only holds for quotes and approvals expire; null for an order that is being carried out. */
    expiresAt: instant('expires_at'),
    createdAt: instant('created_at').notNull(),
    postedAt: instant('posted_at'),
    endedAt: instant('ended_at'),
  },
  (t) => [
    uniqueIndex('allocations_live_resource').on(t.resourceId).where(sql`state in ('pending', 'posted')`),
    uniqueIndex('allocations_live_address')
      .on(t.zoneId, t.address)
      .where(sql`state in ('pending', 'posted')`),
    // Includes the sizes, which a zone's page and its headroom sum by host: an index-only scan.
    index('allocations_by_host')
      .on(t.hostId, t.vcpu, t.memoryMib, t.diskGib)
      .where(sql`state in ('pending', 'posted') and host_id is not null`),
    index('allocations_by_pool')
      .on(t.poolId)
      .where(sql`state in ('pending', 'posted') and pool_id is not null`),
    index('allocations_ended_servers')
      .on(t.zoneId, t.endedAt)
      .where(sql`resource_kind = 'instance' and state = 'released'`),
    // No foreign keys: see docs/decisions/0022.
    check(
      'allocations_places',
      sql`least(vcpu, memory_mib, disk_gib, pool_gib) >= 0 and (host_id is not null) = (vcpu > 0) and (pool_id is not null) = (pool_gib > 0)`,
    ),
  ],
)

/** A project's limit for a resource class; `used` changes in the same statements as the allocations. */
export const quotas = pgTable(
  'quotas',
  {
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    projectId: idOf('project_id', 'project').notNull(),
    resource: text('resource').$type<QuotaResource>().notNull(),
    limit: integer('limit').notNull(),
    used: integer('used').notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.projectId, t.resource] }),
    foreignKey({
      columns: [t.organisationId, t.projectId],
      foreignColumns: [projects.organisationId, projects.id],
    }),
    check('quotas_used', sql`used >= 0`),
  ],
)
