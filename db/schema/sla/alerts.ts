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
import { idOf, instant } from '../columns.ts'
import { accounts, organisations } from '../identity/identity.ts'
import { instances } from '../resources/compute.ts'
import type { SubjectKind } from './sla.ts'

/** A subject whose error budget burns too fast: notified once, when it begins; open-ended while it lasts. */
export const burnAlerts = pgTable(
  'burn_alerts',
  {
    id: idOf('id', 'burnAlert').primaryKey(),
    subjectId: text('subject_id').notNull(),
    subjectKind: text('subject_kind').$type<SubjectKind>().notNull(),
    /** Null for a zone. */
    organisationId: idOf('organisation_id', 'organisation'),
    pace: text('pace').$type<'fast' | 'slow'>().notNull(),
    beganAt: instant('began_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (t) => [
    // Two workers that detect it notify once.
    uniqueIndex('burn_alerts_live').on(t.subjectId).where(sql`ended_at is null`),
    index('burn_alerts_by_subject').on(t.subjectId, t.beganAt),
    check('burn_alerts_pace', sql`pace in ('fast', 'slow')`),
    check('burn_alerts_order', sql`ended_at >= began_at`),
  ],
)

/** Members who want a mail when the error budget of a resource of their organisation burns too fast. */
export const serviceAlertMails = pgTable(
  'service_alert_mails',
  {
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    accountId: idOf('account_id', 'account')
      .notNull()
      .references(() => accounts.id),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.accountId] })],
)

/**
 * A probe that a customer has set on a server, run every minute. It informs and alerts; no promised availability is
 * measured by it.
 */
export const instanceProbes = pgTable(
  'instance_probes',
  {
    id: idOf('id', 'instanceProbe').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    instanceId: idOf('instance_id', 'instance').notNull(),
    name: text('name').notNull(),
    protocol: text('protocol').$type<'icmp' | 'tcp' | 'http'>().notNull(),
    /** Null for ICMP. */
    port: integer('port'),
    /** Alert after so many consecutive failed probes. */
    alertAfter: integer('alert_after').notNull(),
    alertsByMail: boolean('alerts_by_mail').notNull(),
    createdAt: instant('created_at').notNull(),
    createdByAccountId: idOf('created_by_account_id', 'account')
      .notNull()
      .references(() => accounts.id),
    nextLookAt: instant('next_look_at').notNull(),
    lookedAt: instant('looked_at'),
    /** Result of the last probe; null before the first. */
    reading: text('reading').$type<'up' | 'down' | 'unknown'>(),
    /** The vantage's message, verbatim. */
    seenText: text('seen_text'),
    /** Consecutive failed probes until now. */
    failures: integer('failures').notNull().default(0),
    /** When the alert was sent; null once its end was notified. */
    alertedAt: instant('alerted_at'),
  },
  (t) => [
    unique('instance_probes_by_organisation').on(t.organisationId, t.id),
    unique('instance_probes_name').on(t.instanceId, t.name),
    index('instance_probes_due').on(t.nextLookAt),
    foreignKey({
      columns: [t.organisationId, t.instanceId],
      foreignColumns: [instances.organisationId, instances.id],
    }),
    check(
      'instance_probes_protocol',
      sql`protocol in ('icmp', 'tcp', 'http') and (protocol = 'icmp') = (port is null)`,
    ),
    check('instance_probes_port', sql`port between 1 and 65535`),
    check('instance_probes_alert', sql`alert_after between 1 and 10`),
  ],
)

/** The reading of a probe from `at` until the next row; a probe without readings has none. */
export const instanceProbeChanges = pgTable(
  'instance_probe_changes',
  {
    probeId: idOf('probe_id', 'instanceProbe').notNull(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    at: instant('at').notNull(),
    reading: text('reading').$type<'up' | 'down' | 'unknown'>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.probeId, t.at] }),
    foreignKey({
      columns: [t.organisationId, t.probeId],
      foreignColumns: [instanceProbes.organisationId, instanceProbes.id],
      name: 'instance_probe_changes_probe',
    }).onDelete('cascade'),
  ],
)
