import { sql } from 'drizzle-orm'
import { check, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { idOf, instant } from '../columns.ts'
import { staffAccounts } from '../identity/identity.ts'

export const changeSubjects = [
  'seller',
  'creditor',
  'card_provider',
  'connection_chorus_pro',
  'connection_platform',
] as const
export type ChangeSubject = (typeof changeSubjects)[number]

/**
 * A change proposed by one member of staff to where the seller's money and documents go; in force once a second
 * approver accepts it. Only the decision changes in a row.
 */
export const sellerChanges = pgTable(
  'seller_changes',
  {
    id: idOf('id', 'sellerChange').primaryKey(),
    subject: text('subject').$type<ChangeSubject>().notNull(),
    /** The values at the time of the proposal: it can be accepted only while they are unchanged. */
    before: jsonb('before').$type<Record<string, string>>().notNull(),
    after: jsonb('after').$type<Record<string, string>>().notNull(),
    /** Secrets, sealed for their final column; never shown. */
    sealed: jsonb('sealed').$type<Record<string, string>>().notNull(),
    state: text('state').$type<'proposed' | 'agreed' | 'refused' | 'replaced'>().notNull(),
    proposedByStaffId: idOf('proposed_by_staff_id', 'staff')
      .notNull()
      .references(() => staffAccounts.id),
    proposedAt: instant('proposed_at').notNull(),
    decidedByStaffId: idOf('decided_by_staff_id', 'staff').references(() => staffAccounts.id),
    decidedAt: instant('decided_at'),
  },
  (t) => [
    uniqueIndex('seller_changes_open').on(t.subject).where(sql`state = 'proposed'`),
    check(
      'seller_changes_subject',
      sql`subject in ('seller', 'creditor', 'card_provider', 'connection_chorus_pro', 'connection_platform')`,
    ),
    check('seller_changes_state', sql`state in ('proposed', 'agreed', 'refused', 'replaced')`),
    check(
      'seller_changes_decided',
      sql`(state = 'proposed') = (decided_at is null) and (decided_by_staff_id is null) = (decided_at is null)`,
    ),
    check(
      'seller_changes_two_people',
      sql`state not in ('agreed', 'refused') or decided_by_staff_id <> proposed_by_staff_id`,
    ),
  ],
)
