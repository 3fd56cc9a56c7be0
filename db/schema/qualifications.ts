import { sql } from 'drizzle-orm'
import { check, date, pgTable, text } from 'drizzle-orm/pg-core'
import { idOf, instant } from './columns.ts'
import { staffAccounts } from './identity/identity.ts'

export type QualificationKind =
  | 'secnumcloud'
  | 'hds'
  | 'iso_27001'
  | 'iso_27017'
  | 'iso_27018'
  | 'iso_27701'
  | 'iso_9001'
  | 'iso_14001'
  | 'iso_50001'
  | 'cispe'
  | 'other'

/** In the order of a procedure. The end of a validity is a date and not a status. */
export type QualificationStatus = 'planned' | 'filed' | 'audit' | 'obtained' | 'withdrawn'

/** A certification or label of the operator, as it declares it to everyone. Rows are never deleted. */
export const qualifications = pgTable(
  'qualifications',
  {
    id: idOf('id', 'qualification').primaryKey(),
    kind: text('kind').$type<QualificationKind>().notNull(),
    /** Of a kind that is not in the list. */
    name: text('name'),
    status: text('status').$type<QualificationStatus>().notNull(),
    /** The day from which the status holds. */
    statusOn: date('status_on').notNull(),
    /** The last day of a certificate. */
    validUntil: date('valid_until'),
    scopeFr: text('scope_fr').notNull(),
    scopeEn: text('scope_en').notNull(),
    body: text('body'),
    /** The number of the certificate or of the file. */
    reference: text('reference'),
    link: text('link'),
    declaredAt: instant('declared_at').notNull(),
    changedAt: instant('changed_at').notNull(),
    /** Null for the product itself: the demonstration. */
    changedByStaffId: idOf('changed_by_staff_id', 'staff').references(() => staffAccounts.id),
  },
  () => [
    check(
      'qualifications_kind',
      sql`kind in ('secnumcloud', 'hds', 'iso_27001', 'iso_27017', 'iso_27018', 'iso_27701', 'iso_9001', 'iso_14001', 'iso_50001', 'cispe', 'other')`,
    ),
    check('qualifications_name', sql`(kind = 'other') = (name is not null)`),
    check('qualifications_status', sql`status in ('planned', 'filed', 'audit', 'obtained', 'withdrawn')`),
    check(
      'qualifications_obtained',
      sql`status <> 'obtained' or (body is not null and reference is not null)`,
    ),
    check('qualifications_validity', sql`valid_until is null or status in ('obtained', 'withdrawn')`),
  ],
)
