import { foreignKey, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { ProjectRole } from '../../../lib/kernel/op-context.ts'
import { idOf, instant } from '../columns.ts'
import { accounts, organisationMembers, organisations, projects } from './identity.ts'

/** A member's role in one project, in addition to its role in the organisation. */
export const projectRoles = pgTable(
  'project_roles',
  {
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    projectId: idOf('project_id', 'project').notNull(),
    memberId: idOf('member_id', 'member').notNull(),
    role: text('role').$type<ProjectRole>().notNull(),
    grantedAt: instant('granted_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.projectId, t.memberId] }),
    index('project_roles_by_member').on(t.memberId),
    foreignKey({
      columns: [t.organisationId, t.projectId],
      foreignColumns: [projects.organisationId, projects.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.memberId],
      foreignColumns: [organisationMembers.organisationId, organisationMembers.id],
    }),
  ],
)

/** Organisations too small to separate ordering from approving; each row is an explicit decision of an owner. */
export const selfApprovals = pgTable('self_approvals', {
  organisationId: idOf('organisation_id', 'organisation')
    .primaryKey()
    .references(() => organisations.id),
  allowedByAccountId: idOf('allowed_by_account_id', 'account')
    .notNull()
    .references(() => accounts.id),
  reason: text('reason').notNull(),
  allowedAt: instant('allowed_at').notNull(),
})
