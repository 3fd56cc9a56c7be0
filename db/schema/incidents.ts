import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { zones } from './catalogue.ts'
import { idOf, instant } from './columns.ts'
import { organisations, staffAccounts } from './identity/identity.ts'
import { relocations } from './planning.ts'
import type { SubjectKind } from './sla/sla.ts'

/** The part that failed as a whole: a host, a rack, a zone, or one of our own sites. */
export const failureDomains = ['host', 'rack', 'zone', 'site'] as const
export type FailureDomain = (typeof failureDomains)[number]

export const incidentStates = [
  'proposed',
  'investigating',
  'identified',
  'monitoring',
  'resolved',
  'dismissed',
] as const
export type IncidentState = (typeof incidentStates)[number]
export const incidentSeverities = ['minor', 'major', 'critical'] as const
export type IncidentSeverity = (typeof incidentSeverities)[number]

/**
 * An event that made resources unavailable. `proposed`: probes failed together and staff have not looked yet;
 * affected customers see it, the public page does not.
 */
export const incidents = pgTable(
  'incidents',
  {
    id: idOf('id', 'incident').primaryKey(),
    number: integer('number').notNull().unique(),
    state: text('state').$type<IncidentState>().notNull(),
    severity: text('severity').$type<IncidentSeverity>().notNull(),
    titleFr: text('title_fr').notNull(),
    titleEn: text('title_en').notNull(),
    domain: text('domain').$type<FailureDomain>().notNull(),
    /** Id of the host, rack or zone, or the name of a site. */
    domainId: text('domain_id').notNull(),
    /** Null for a site. */
    zoneId: idOf('zone_id', 'zone').references(() => zones.id),
    /** The first failed observation, or the operator's correction. */
    startedAt: instant('started_at').notNull(),
    /** When the product or staff detected it. */
    detectedAt: instant('detected_at').notNull(),
    /** When staff opened it. */
    openedAt: instant('opened_at'),
    openedByStaffId: idOf('opened_by_staff_id', 'staff').references(() => staffAccounts.id),
    /** When the last affected resource recovered. */
    repairedAt: instant('repaired_at'),
    resolvedAt: instant('resolved_at'),
    rootCauseFr: text('root_cause_fr'),
    rootCauseEn: text('root_cause_en'),
    postMortemFr: text('post_mortem_fr'),
    postMortemEn: text('post_mortem_en'),
  },
  (t) => [
    // Two workers that detect the same failure propose one incident.
    uniqueIndex('incidents_live_domain')
      .on(t.domain, t.domainId)
      .where(sql`state in ('proposed', 'investigating', 'identified', 'monitoring')`),
    index('incidents_recent').on(t.startedAt),
    check('incidents_zone', sql`(domain = 'site') = (zone_id is null)`),
  ],
)

/** Public updates in both languages. Never changed. */
export const incidentUpdates = pgTable(
  'incident_updates',
  {
    id: idOf('id', 'incidentUpdate').primaryKey(),
    incidentId: idOf('incident_id', 'incident')
      .notNull()
      .references(() => incidents.id),
    at: instant('at').notNull(),
    state: text('state').$type<IncidentState>().notNull(),
    textFr: text('text_fr').notNull(),
    textEn: text('text_en').notNull(),
    staffId: idOf('staff_id', 'staff').references(() => staffAccounts.id),
  },
  (t) => [index('incident_updates_by_incident').on(t.incidentId, t.at)],
)

/** A resource affected by an incident over half-open `[from_at, to_at)`; open-ended while it lasts. */
export const incidentResources = pgTable(
  'incident_resources',
  {
    incidentId: idOf('incident_id', 'incident')
      .notNull()
      .references(() => incidents.id),
    subjectId: text('subject_id').notNull(),
    subjectKind: text('subject_kind').$type<SubjectKind>().notNull(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    fromAt: instant('from_at').notNull(),
    toAt: instant('to_at'),
  },
  (t) => [
    primaryKey({ columns: [t.incidentId, t.subjectId] }),
    index('incident_resources_by_subject').on(t.subjectId, t.fromAt),
    index('incident_resources_by_organisation').on(t.organisationId, t.fromAt),
    check('incident_resources_order', sql`from_at < to_at`),
  ],
)

export const maintenanceStates = ['announced', 'under_way', 'done', 'cancelled'] as const
export type MaintenanceState = (typeof maintenanceStates)[number]

/** Announced maintenance: it may make affected resources unavailable within half-open `[starts_at, ends_at)`. */
export const maintenanceWindows = pgTable(
  'maintenance_windows',
  {
    id: idOf('id', 'maintenance').primaryKey(),
    zoneId: idOf('zone_id', 'zone')
      .notNull()
      .references(() => zones.id),
    domain: text('domain').$type<Exclude<FailureDomain, 'site'>>().notNull(),
    domainId: text('domain_id').notNull(),
    /** The drain that empties the host beforehand, if any. */
    relocationId: idOf('relocation_id', 'relocation').references(() => relocations.id),
    titleFr: text('title_fr').notNull(),
    titleEn: text('title_en').notNull(),
    descriptionFr: text('description_fr').notNull(),
    descriptionEn: text('description_en').notNull(),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    state: text('state').$type<MaintenanceState>().notNull(),
    announcedAt: instant('announced_at').notNull(),
    announcedByStaffId: idOf('announced_by_staff_id', 'staff')
      .notNull()
      .references(() => staffAccounts.id),
    /** Increases with every change that customers are notified of: the sequence of its calendar entry. */
    revision: integer('revision').notNull().default(0),
    startedAt: instant('started_at'),
    endedAt: instant('ended_at'),
  },
  (t) => [
    index('maintenance_windows_by_time').on(t.startsAt),
    index('maintenance_windows_by_zone').on(t.zoneId, t.startsAt),
    check('maintenance_windows_order', sql`starts_at < ends_at`),
  ],
)

/** A resource that was located there at the announcement or arrived later. */
export const maintenanceResources = pgTable(
  'maintenance_resources',
  {
    maintenanceId: idOf('maintenance_id', 'maintenance')
      .notNull()
      .references(() => maintenanceWindows.id),
    subjectId: text('subject_id').notNull(),
    subjectKind: text('subject_kind').$type<SubjectKind>().notNull(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    /** When its customer was notified. */
    toldAt: instant('told_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.maintenanceId, t.subjectId] }),
    index('maintenance_resources_by_subject').on(t.subjectId),
    index('maintenance_resources_by_organisation').on(t.organisationId, t.maintenanceId),
  ],
)
