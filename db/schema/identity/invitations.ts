import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { Id } from '../../../lib/kernel/ids.ts'
import type { MemberRole, ProjectRole } from '../../../lib/kernel/op-context.ts'
import { idOf, instant } from '../columns.ts'
import { accounts, organisations } from './identity.ts'

/** An invitation by mail; its link works once, for the account with this address. */
export const invitations = pgTable(
  'invitations',
  {
    id: idOf('id', 'invitation').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    /** Normalised like the address of an account. */
    email: text('email').notNull(),
    role: text('role').$type<MemberRole>().notNull(),
    projectRoles: jsonb('project_roles').$type<{ projectId: Id<'project'>; role: ProjectRole }[]>().notNull(),
    secretHash: text('secret_hash').notNull().unique(),
    locale: text('locale').$type<'fr' | 'en'>().notNull(),
    invitedByAccountId: idOf('invited_by_account_id', 'account')
      .notNull()
      .references(() => accounts.id),
    sends: integer('sends').notNull().default(1),
    createdAt: instant('created_at').notNull(),
    sentAt: instant('sent_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    acceptedAt: instant('accepted_at'),
    acceptedByAccountId: idOf('accepted_by_account_id', 'account').references(() => accounts.id),
    withdrawnAt: instant('withdrawn_at'),
  },
  (t) => [
    uniqueIndex('invitations_open')
      .on(t.organisationId, t.email)
      .where(sql`accepted_at is null and withdrawn_at is null`),
    index('invitations_recent').on(t.organisationId, t.createdAt),
    check('invitations_ends', sql`accepted_at is null or withdrawn_at is null`),
  ],
)
