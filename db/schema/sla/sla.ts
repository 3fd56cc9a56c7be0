import { sql } from 'drizzle-orm'
import {
  check,
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
import { idOf, instant, int8 } from '../columns.ts'
import { staffAccounts } from '../identity/identity.ts'

/** One step of the scale: below this availability, this share of the month's price is credited. */
export type CreditStep = { belowPpm: number | 'objective'; reductionBasisPoints: number }

/** The availability terms of a contract version, with its exclusions. Durations in whole units. */
export type AvailabilityTerms = {
  /** Mildest first: the last matching step applies. */
  creditSteps: readonly CreditStep[]
  /** Upper limit of the credit, as a share of the resource's monthly price. */
  creditCapBasisPoints: number
  maintenance: { noticeHours: number; allowanceMinutesPerMonth: number }
}

/**
 * A version of the contract: in force for whole months in Paris, from `valid_from` until the next version. Never
 * changed.
 */
export const serviceContracts = pgTable(
  'service_contracts',
  {
    id: idOf('id', 'serviceContract').primaryKey(),
    version: integer('version').notNull().unique(),
    /** Midnight in Paris of the first day of a month. */
    validFrom: instant('valid_from').notNull().unique(),
    terms: jsonb('terms').$type<AvailabilityTerms>().notNull(),
    publishedAt: instant('published_at').notNull(),
    /** Null for the first version, which ships with the product. */
    publishedByStaffId: idOf('published_by_staff_id', 'staff').references(() => staffAccounts.id),
  },
  () => [check('service_contracts_version', sql`version > 0`)],
)

/** The objective of a version for each resource of a bundle. */
export const bundleObjectives = pgTable(
  'bundle_objectives',
  {
    contractId: idOf('contract_id', 'serviceContract')
      .notNull()
      .references(() => serviceContracts.id),
    bundleId: idOf('bundle_id', 'bundle')
      .notNull()
      .references(() => bundles.id),
    availabilityPpm: integer('availability_ppm').notNull(),
    /** Until the first answer of a person to a ticket that reports the service as down. */
    supportResponseMinutes: integer('support_response_minutes').notNull(),
    provisioningSeconds: integer('provisioning_seconds').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.contractId, t.bundleId] }),
    check('bundle_objectives_availability', sql`availability_ppm between 900000 and 1000000`),
    check('bundle_objectives_times', sql`support_response_minutes > 0 and provisioning_seconds > 0`),
  ],
)

export const zoneObjectives = pgTable(
  'zone_objectives',
  {
    contractId: idOf('contract_id', 'serviceContract')
      .notNull()
      .references(() => serviceContracts.id),
    zoneId: idOf('zone_id', 'zone')
      .notNull()
      .references(() => zones.id),
    availabilityPpm: integer('availability_ppm').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.contractId, t.zoneId] }),
    check('zone_objectives_availability', sql`availability_ppm between 900000 and 1000000`),
  ],
)

/**
 * Where a vantage observes from: the control interface of a zone's hypervisor, our agent within the zone, or a
 * worker at our own sites.
 */
export type VantageKind = 'control' | 'agent' | 'site'

/**
 * A vantage observes all of its subjects in rounds. The holder of the lease observes; only the holder of the newest
 * `fence` writes a round, and only on top of the previous round, so that none counts twice.
 */
export const probeVantages = pgTable(
  'probe_vantages',
  {
    id: idOf('id', 'vantage').primaryKey(),
    /** Null if it observes our own sites. */
    zoneId: idOf('zone_id', 'zone').references(() => zones.id),
    kind: text('kind').$type<VantageKind>().notNull(),
    name: text('name').notNull(),
    fence: int8('fence').notNull().default(sql`0`),
    leaseHolder: text('lease_holder'),
    leaseUntil: instant('lease_until'),
    /** Observations are complete up to this instant, with none after it. */
    lastRoundAt: instant('last_round_at'),
    failedAt: instant('failed_at'),
    /** Why it could not observe; the hypervisor's message, verbatim. */
    failureText: text('failure_text'),
    createdAt: instant('created_at').notNull(),
    retiredAt: instant('retired_at'),
  },
  (t) => [unique('probe_vantages_name').on(t.zoneId, t.kind, t.name).nullsNotDistinct()],
)

/** Subjects: a server, a volume, a zone as a whole, or one of our own sites (`portal`, `api`). */
export const subjectKinds = ['instance', 'volume', 'zone', 'site'] as const
export type SubjectKind = (typeof subjectKinds)[number]

type Seen = 'up' | 'down' | 'unknown'

/**
 * The state of each subject after a vantage's last round: the last observation, and the state since its newest
 * transition.
 */
export const probeStates = pgTable(
  'probe_states',
  {
    vantageId: idOf('vantage_id', 'vantage')
      .notNull()
      .references(() => probeVantages.id),
    subjectId: text('subject_id').notNull(),
    subjectKind: text('subject_kind').$type<SubjectKind>().notNull(),
    organisationId: idOf('organisation_id', 'organisation'),
    reading: text('reading').$type<Seen>().notNull(),
    /** Null until two consecutive observations. */
    state: text('state').$type<Seen>(),
  },
  (t) => [
    primaryKey({ columns: [t.vantageId, t.subjectId] }),
    index('probe_states_by_subject').on(t.subjectId),
    index('probe_states_down').on(t.organisationId).where(sql`reading = 'down'`),
    check(
      'probe_states_values',
      sql`reading in ('up', 'down', 'unknown') and state in ('up', 'down', 'unknown')`,
    ),
  ],
)

/** What the vantage observed from `at` until the next row of the same subject and vantage. Never changed. */
export const probeTransitions = pgTable(
  'probe_transitions',
  {
    vantageId: idOf('vantage_id', 'vantage')
      .notNull()
      .references(() => probeVantages.id),
    subjectId: text('subject_id').notNull(),
    at: instant('at').notNull(),
    /** Null for a zone or a site, which belong to no organisation. */
    organisationId: idOf('organisation_id', 'organisation'),
    state: text('state').$type<Seen>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.subjectId, t.vantageId, t.at] }),
    index('probe_transitions_by_organisation').on(t.organisationId, t.at),
    index('probe_transitions_by_time').on(t.at),
    check('probe_transitions_state', sql`state in ('up', 'down', 'unknown')`),
  ],
)

/** Half-open `[from_at, to_at)` without observations of the vantage: the state of its subjects is unknown. */
export const probeGaps = pgTable(
  'probe_gaps',
  {
    vantageId: idOf('vantage_id', 'vantage')
      .notNull()
      .references(() => probeVantages.id),
    fromAt: instant('from_at').notNull(),
    toAt: instant('to_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.vantageId, t.fromAt] }),
    index('probe_gaps_by_end').on(t.toAt),
    check('probe_gaps_order', sql`from_at < to_at`),
  ],
)

/** Statistics of a vantage's rounds, by hour (UTC). */
export const probeHours = pgTable(
  'probe_hours',
  {
    vantageId: idOf('vantage_id', 'vantage')
      .notNull()
      .references(() => probeVantages.id),
    hour: instant('hour').notNull(),
    rounds: integer('rounds').notNull(),
    failedRounds: integer('failed_rounds').notNull(),
    /** The largest number of subjects in a round. */
    subjectsMax: integer('subjects_max').notNull(),
    totalMs: int8('total_ms').notNull(),
    longestMs: integer('longest_ms').notNull(),
  },
  (t) => [primaryKey({ columns: [t.vantageId, t.hour] })],
)

/** The operator's exclusion of time from the promise, with a written reason; it is revoked, never changed. */
export const exclusionDecisions = pgTable(
  'exclusion_decisions',
  {
    id: idOf('id', 'exclusion').primaryKey(),
    rule: text('rule').$type<'force_majeure'>().notNull(),
    scopeKind: text('scope_kind').$type<'zone' | 'rack' | 'host' | 'incident'>().notNull(),
    scopeId: text('scope_id').notNull(),
    fromAt: instant('from_at').notNull(),
    toAt: instant('to_at').notNull(),
    reason: text('reason').notNull(),
    decidedByStaffId: idOf('decided_by_staff_id', 'staff')
      .notNull()
      .references(() => staffAccounts.id),
    decidedAt: instant('decided_at').notNull(),
    revokedByStaffId: idOf('revoked_by_staff_id', 'staff').references(() => staffAccounts.id),
    revokedAt: instant('revoked_at'),
  },
  (t) => [
    index('exclusion_decisions_by_time').on(t.fromAt, t.toAt),
    check('exclusion_decisions_order', sql`from_at < to_at`),
  ],
)

/** The resources covered by an exclusion, written with the decision: those located there in that span. */
export const excludedResources = pgTable(
  'excluded_resources',
  {
    exclusionId: idOf('exclusion_id', 'exclusion')
      .notNull()
      .references(() => exclusionDecisions.id),
    subjectId: text('subject_id').notNull(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.exclusionId, t.subjectId] }),
    uniqueIndex('excluded_resources_by_subject').on(t.subjectId, t.exclusionId),
  ],
)
