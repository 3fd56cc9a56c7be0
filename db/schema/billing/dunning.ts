import { sql } from 'drizzle-orm'
import { check, date, foreignKey, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { idOf, instant, int8 } from '../columns.ts'
import { organisations, staffAccounts } from '../identity/identity.ts'
import { billingDocuments } from './documents.ts'

export type TakenStep = 'reminder' | 'second_reminder' | 'formal_notice' | 'suspension' | 'doubtful'

/** Dunning steps taken for a late invoice, each once. */
export const dunningSteps = pgTable(
  'dunning_steps',
  {
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    documentId: idOf('document_id', 'invoice').notNull(),
    step: text('step').$type<TakenStep>().notNull(),
    /** Letters are `sent`; staff carry out or decline a suspension or write-off. */
    outcome: text('outcome').$type<'sent' | 'carried_out' | 'declined'>().notNull(),
    takenOn: date('taken_on').notNull(),
    takenAt: instant('taken_at').notNull(),
    openCents: int8('open_cents').notNull(),
    interestCents: int8('interest_cents').notNull(),
    feeCents: int8('fee_cents').notNull(),
    decidedByStaffId: idOf('decided_by_staff_id', 'staff').references(() => staffAccounts.id),
    note: text('note').notNull().default(''),
  },
  (t) => [
    primaryKey({ columns: [t.documentId, t.step] }),
    index('dunning_steps_by_organisation').on(t.organisationId, t.takenAt),
    foreignKey({
      name: 'dunning_steps_document',
      columns: [t.organisationId, t.documentId],
      foreignColumns: [billingDocuments.organisationId, billingDocuments.id],
    }),
  ],
)

/** No letters about this invoice meanwhile: it is disputed, or staff have spoken with the customer. */
export const dunningHolds = pgTable(
  'dunning_holds',
  {
    documentId: idOf('document_id', 'invoice').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    reason: text('reason').notNull(),
    heldByStaffId: idOf('held_by_staff_id', 'staff')
      .notNull()
      .references(() => staffAccounts.id),
    heldAt: instant('held_at').notNull(),
  },
  (t) => [
    foreignKey({
      name: 'dunning_holds_document',
      columns: [t.organisationId, t.documentId],
      foreignColumns: [billingDocuments.organisationId, billingDocuments.id],
    }),
  ],
)

/** Rates of the main refinancing operations of the European Central Bank, maintained by the operator. */
export const referenceRates = pgTable(
  'reference_rates',
  {
    fromOn: date('from_on').primaryKey(),
    basisPoints: integer('basis_points').notNull(),
    recordedByStaffId: idOf('recorded_by_staff_id', 'staff').references(() => staffAccounts.id),
    recordedAt: instant('recorded_at').notNull(),
  },
  () => [check('reference_rates_bounds', sql`basis_points between -500 and 5000`)],
)
