import { and, count, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { organisationMembers } from '~/db/schema/identity/identity'
import { projectRoles, selfApprovals } from '~/db/schema/identity/rights'
import type { Id } from '~/lib/kernel/ids'
import type { MemberRole, ProjectRole } from '~/lib/kernel/op-context'

export type ProjectRoleRow = { memberId: Id<'member'>; projectId: Id<'project'>; role: ProjectRole }

/** Project roles of all members, in the order of projects. */
export async function listProjectRoles(
  tx: Tx,
  organisationId: Id<'organisation'>,
): Promise<ProjectRoleRow[]> {
  return tx
    .select({
      memberId: projectRoles.memberId,
      projectId: projectRoles.projectId,
      role: projectRoles.role,
    })
    .from(projectRoles)
    .where(eq(projectRoles.organisationId, organisationId))
    .orderBy(projectRoles.projectId, projectRoles.memberId)
}

/** Replaces the member's project roles. The caller holds the organisation's lock. */
export async function replaceProjectRoles(
  tx: Tx,
  member: { organisationId: Id<'organisation'>; memberId: Id<'member'> },
  roles: readonly { projectId: Id<'project'>; role: ProjectRole }[],
  grantedAt: Date,
): Promise<void> {
  const { organisationId, memberId } = member
  await tx
    .delete(projectRoles)
    .where(and(eq(projectRoles.organisationId, organisationId), eq(projectRoles.memberId, memberId)))
  if (roles.length > 0)
    await tx.insert(projectRoles).values(roles.map((each) => ({ ...member, ...each, grantedAt })))
}

/** The number of other people who may decide about an order of this project. */
export async function countOtherApprovers(
  tx: Tx,
  organisationId: Id<'organisation'>,
  of: { accountId: Id<'account'>; projectId: Id<'project'> | null; roles: readonly MemberRole[] },
): Promise<number> {
  const [row] = await tx
    .select({ total: count() })
    .from(organisationMembers)
    .where(
      and(
        eq(organisationMembers.organisationId, organisationId),
        isNull(organisationMembers.removedAt),
        sql`${organisationMembers.accountId} <> ${of.accountId}`,
        sql`(${inArray(organisationMembers.role, [...of.roles])} or exists (
          select from ${projectRoles} r where r.member_id = ${organisationMembers.id} and r.project_id = ${of.projectId}
            and r.role in ${of.roles}))`,
      ),
    )
  return row?.total ?? 0
}

export type SelfApprovalRow = typeof selfApprovals.$inferSelect

export async function findSelfApproval(
  tx: Tx,
  organisationId: Id<'organisation'>,
): Promise<SelfApprovalRow | null> {
  const [row] = await tx.select().from(selfApprovals).where(eq(selfApprovals.organisationId, organisationId))
  return row ?? null
}

/** Returns false when it was already set. */
export async function insertSelfApproval(tx: Tx, row: SelfApprovalRow): Promise<boolean> {
  const made = await tx
    .insert(selfApprovals)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: selfApprovals.organisationId })
  return made.length === 1
}

/** Returns false when there was none. */
export async function deleteSelfApproval(tx: Tx, organisationId: Id<'organisation'>): Promise<boolean> {
  const gone = await tx
    .delete(selfApprovals)
    .where(eq(selfApprovals.organisationId, organisationId))
    .returning({ id: selfApprovals.organisationId })
  return gone.length === 1
}
