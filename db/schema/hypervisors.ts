import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { zones } from './catalogue.ts'
import { idOf, instant } from './columns.ts'
import { staffAccounts } from './identity/identity.ts'

export const hypervisorStates = ['connecting', 'failed', 'found', 'confirmed', 'removed'] as const
export type HypervisorState = (typeof hypervisorStates)[number]

/** Facts reported by a hypervisor: the product decides none of them. */
export type HypervisorFacts = {
  version: string
  architectures: string[]
  isClustered: boolean
  members: {
    name: string
    isOnline: boolean
    cpus: number
    memoryBytes: number
    poolBytes: number
    /** Its API address `host:port`; absent without a cluster, and in facts read before this was recorded. */
    address?: string
    /** The failure domain configured in Incus, if any. */
    failureDomain?: string
    /** Whether it runs virtual machines; absent in facts read before this was recorded. */
    runsMachines?: boolean
    /** Whether its API listens on all addresses, including those of customers' bridges. */
    listensEverywhere?: boolean
  }[]
  /** Of the default profile: new root disks and volumes are created in it. */
  pool: string
  pools: { name: string; driver: string }[]
  networks: { name: string; type: string }[]
  /**
   * Network through which private networks on OVN reach others; null where OVN is not set up. Absent in facts read
   * before this was recorded.
   */
  uplink?: string | null
  /** IPv6 ranges that the uplink routes to such networks. Absent as above, and without an uplink. */
  routes6?: string[]
  images: {
    alias: string
    type: string
    description: string
    bytes: number
    madeOn: string
    /** Absent in facts read before this was recorded. */
    hasCloudInit?: boolean
    hasSsh?: boolean | null
  }[]
}

/**
 * A hypervisor reached over HTTPS. It is not sold before an operator confirms what a worker found there; from then
 * on `zone_id` is set. `revision` increases when the facts change, so that the operator confirms what the screen
 * shows. Its certificate never changes; its addresses do.
 */
export const hypervisors = pgTable(
  'hypervisors',
  {
    id: idOf('id', 'hypervisor').primaryKey(),
    zoneCode: text('zone_code').notNull(),
    zoneName: text('zone_name').notNull(),
    city: text('city').notNull(),
    zoneId: idOf('zone_id', 'zone').references(() => zones.id),
    host: text('host').notNull(),
    port: integer('port').notNull(),
    /**
     * From staff or the trust token, `host:port`, in the order in which they are tried; the first is the one above.
     */
    addresses: text('addresses').array().notNull().default([]),
    /**
     * Networks that customers' servers of the zone must not reach, in addition to the worker's settings for all
     * zones.
     */
    managementRanges: text('management_ranges').array().notNull().default([]),
    /** SHA-256 of the only certificate accepted from it. */
    fingerprint: text('fingerprint').notNull(),
    serverCertificate: text('server_certificate'),
    state: text('state').$type<HypervisorState>().notNull(),
    revision: integer('revision').notNull().default(0),
    facts: jsonb('facts').$type<HypervisorFacts>(),
    readAt: instant('read_at'),
    failureCode: text('failure_code'),
    /** The hypervisor's message, verbatim. */
    failureText: text('failure_text'),
    failedAt: instant('failed_at'),
    createdAt: instant('created_at').notNull(),
    confirmedAt: instant('confirmed_at'),
    removedAt: instant('removed_at'),
  },
  (t) => [
    uniqueIndex('hypervisors_live_zone').on(t.zoneCode).where(sql`state <> 'removed'`),
    // Two zones on one hypervisor would allocate the same private ranges twice.
    uniqueIndex('hypervisors_live_fingerprint').on(t.fingerprint).where(sql`state <> 'removed'`),
  ],
)

/** Sealed. The sites write a token and cannot read it; only the worker opens it. */
export const hypervisorSecrets = pgTable('hypervisor_secrets', {
  hypervisorId: idOf('hypervisor_id', 'hypervisor')
    .primaryKey()
    .references(() => hypervisors.id),
  /** Present until it is used. */
  tokenSealed: text('token_sealed'),
  certificate: text('certificate'),
  keySealed: text('key_sealed'),
})

export type DriftState = 'open' | 'healed' | 'gone'

/** A difference between a hypervisor and our rows, since it was first seen. */
export const drifts = pgTable(
  'drifts',
  {
    id: idOf('id', 'drift').primaryKey(),
    zoneId: idOf('zone_id', 'zone')
      .notNull()
      .references(() => zones.id),
    kind: text('kind').notNull(),
    /** A resource's id, or the name of an object that is not ours. */
    subject: text('subject').notNull(),
    details: jsonb('details').$type<Record<string, string>>().notNull(),
    /**
     * First seen after rows were lost: it is not corrected before a person decides, as the rows may be the older
     * side.
     */
    held: boolean('held').notNull().default(false),
    state: text('state').$type<DriftState>().notNull(),
    firstSeenAt: instant('first_seen_at').notNull(),
    seenAt: instant('seen_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (t) => [
    uniqueIndex('drifts_open').on(t.zoneId, t.kind, t.subject).where(sql`state = 'open'`),
    index('drifts_recent').on(t.state, t.seenAt),
  ],
)

/**
 * `kept`: seen and left alone. `proposed`: one person proposes its deletion. `confirmed`: another agreed, and a
 * worker deletes it from `delete_from` on. `adopted`: known and never deleted. `gone`: no longer there, or explained
 * by a row again.
 */
export const quarantineStates = ['kept', 'proposed', 'confirmed', 'adopted', 'deleted', 'gone'] as const
export type QuarantineState = (typeof quarantineStates)[number]

/**
 * An object with our tag that no row explains: left behind by a restore or a failover with data loss. The
 * organisation comes from the tag; its row may be lost too.
 */
export const quarantinedObjects = pgTable(
  'quarantined_objects',
  {
    id: idOf('id', 'quarantine').primaryKey(),
    zoneId: idOf('zone_id', 'zone')
      .notNull()
      .references(() => zones.id),
    kind: text('kind').$type<'instance' | 'volume' | 'image' | 'address' | 'balancer'>().notNull(),
    /** The id of the resource that it was created for. */
    subject: text('subject').notNull(),
    /** As the tag on the hypervisor has it: any text. */
    taggedOrganisationId: text('tagged_organisation_id'),
    details: jsonb('details').$type<Record<string, string>>().notNull(),
    state: text('state').$type<QuarantineState>().notNull(),
    firstSeenAt: instant('first_seen_at').notNull(),
    seenAt: instant('seen_at').notNull(),
    proposedByStaffId: idOf('proposed_by_staff_id', 'staff').references(() => staffAccounts.id),
    proposedAt: instant('proposed_at'),
    /** The proposal is to delete it before its seven days are over. */
    beforeTerm: boolean('before_term').notNull().default(false),
    decidedByStaffId: idOf('decided_by_staff_id', 'staff').references(() => staffAccounts.id),
    decidedAt: instant('decided_at'),
    deleteFrom: instant('delete_from'),
    note: text('note'),
    /** A deletion that two people agreed to began on the hypervisor. */
    removingAt: instant('removing_at'),
  },
  (t) => [
    uniqueIndex('quarantined_objects_subject').on(t.zoneId, t.kind, t.subject),
    index('quarantined_objects_recent').on(t.state, t.seenAt),
    check(
      'quarantined_objects_two_people',
      sql`state in ('kept', 'proposed', 'confirmed', 'adopted', 'deleted', 'gone')
  and (state not in ('proposed', 'confirmed') or (proposed_by_staff_id is not null and proposed_at is not null))
  and (state <> 'confirmed' or (decided_by_staff_id is not null and decided_at is not null
    and decided_by_staff_id <> proposed_by_staff_id and delete_from is not null))`,
    ),
  ],
)

/** An object without a row is to get its rows: agreed by two people, carried out by a worker. */
export const adoptions = pgTable(
  'adoptions',
  {
    id: idOf('id', 'adoption').primaryKey(),
    quarantineId: idOf('quarantine_id', 'quarantine')
      .notNull()
      .references(() => quarantinedObjects.id),
    reason: text('reason').notNull(),
    proposedByStaffId: idOf('requested_by_staff_id', 'staff')
      .notNull()
      .references(() => staffAccounts.id),
    proposedAt: instant('requested_at').notNull(),
    state: text('state').$type<'proposed' | 'withdrawn' | 'waiting' | 'done' | 'refused'>().notNull(),
    decidedByStaffId: idOf('decided_by_staff_id', 'staff').references(() => staffAccounts.id),
    decidedAt: instant('decided_at'),
    /** Why it could not get them. */
    refusal: text('refusal'),
    endedAt: instant('ended_at'),
  },
  (t) => [
    uniqueIndex('adoptions_waiting').on(t.quarantineId).where(sql`state = 'waiting'`),
    uniqueIndex('adoptions_open').on(t.quarantineId).where(sql`state in ('proposed', 'waiting')`),
    index('adoptions_recent').on(t.quarantineId, t.proposedAt),
    check(
      'adoptions_state',
      sql`state in ('proposed', 'withdrawn', 'waiting', 'done', 'refused')
    and (ended_at is null) = (state in ('proposed', 'withdrawn', 'waiting')) and (refusal is null) = (state <> 'refused')
    and (decided_by_staff_id is null) = (decided_at is null) and (state <> 'proposed' or decided_at is null)
    and (state <> 'withdrawn' or decided_at is not null)`,
    ),
    check(
      'adoptions_two_people',
      sql`state in ('proposed', 'withdrawn') or decided_by_staff_id <> requested_by_staff_id`,
    ),
  ],
)

/**
 * Subjects that could not be judged at the first comparison of their zone after rows were lost: their differences
 * are held at the first comparison that judges them.
 */
export const unjudgedSubjects = pgTable(
  'unjudged_subjects',
  {
    zoneId: idOf('zone_id', 'zone')
      .notNull()
      .references(() => zones.id),
    subject: text('subject').notNull(),
  },
  (t) => [primaryKey({ columns: [t.zoneId, t.subject] })],
)

/** The last successful comparison of a zone's rows with its hypervisor, with its counts. */
export const zoneComparisons = pgTable('zone_comparisons', {
  zoneId: idOf('zone_id', 'zone')
    .primaryKey()
    .references(() => zones.id),
  /** When a worker last started one. */
  turnAt: instant('turn_at').notNull(),
  /** Null before the first successful one. */
  comparedAt: instant('compared_at'),
  objects: integer('objects').notNull(),
  open: integer('open').notNull(),
  healed: integer('healed').notNull(),
  /** Deletions that were due but not made, because there were too many at once. */
  withheld: integer('withheld').notNull(),
})
