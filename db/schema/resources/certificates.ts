import { sql } from 'drizzle-orm'
import { check, foreignKey, index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { idOf, instant } from '../columns.ts'
import { projects } from '../identity/identity.ts'

/** A certificate of a project: what its load balancers show to clients. The key is in `certificate_secrets`. */
export const certificates = pgTable(
  'certificates',
  {
    id: idOf('id', 'certificate').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    projectId: idOf('project_id', 'project').notNull(),
    name: text('name').notNull(),
    hostNames: text('host_names').array().notNull(),
    /** Null until the first one was issued. */
    validFrom: instant('valid_from'),
    validTo: instant('valid_to'),
    /** SHA-256, `AB:CD:…`. */
    fingerprint: text('fingerprint'),
    /** The fewest days before the end for which members were notified. */
    notifiedDays: integer('notified_days'),
    createdAt: instant('created_at').notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [
    unique('certificates_of_organisation').on(t.organisationId, t.id),
    unique('certificates_name').on(t.projectId, t.name),
    index('certificates_ending').on(t.validTo),
    check('certificates_whole', sql`num_nulls(valid_from, valid_to, fingerprint) in (0, 3)`),
    foreignKey({
      name: 'certificates_project',
      columns: [t.organisationId, t.projectId],
      foreignColumns: [projects.organisationId, projects.id],
    }),
  ],
)

/** Key and chain of a certificate as one PEM text, sealed: only the worker reads it. */
export const certificateSecrets = pgTable(
  'certificate_secrets',
  {
    certificateId: idOf('certificate_id', 'certificate').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    bundleSealed: text('bundle_sealed').notNull(),
  },
  (t) => [
    foreignKey({
      name: 'certificate_secrets_certificate',
      columns: [t.organisationId, t.certificateId],
      foreignColumns: [certificates.organisationId, certificates.id],
    }),
  ],
)
