import { withAccount, withOrganisation } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { visibleProjects } from '~/lib/kernel/project-scope'
import { authorize, authorizeAccount } from '../authorize'
import { listProjectRoles } from '../rights/queries/rights'
import {
  listMembers as findMembers,
  listPendingJoinRequests,
  listRequestedOrganisations,
} from './queries/members'
import type { JoinRequestView, MemberView, RequestedOrganisationView } from './views'

/** Lists the members of the organisation by name; for a guest, those of its projects with their roles there. */
export async function listMembers(ctx: OpContext): Promise<MemberView[]> {
  authorize(ctx, 'member:read')
  const own = ctx.actor.kind === 'account' ? ctx.actor.accountId : null
  const { rows, roles } = await withOrganisation(ctx, async (tx, organisationId) => ({
    rows: await findMembers(tx, organisationId),
    roles: await listProjectRoles(tx, organisationId),
  }))
  const visible = ctx.membership && visibleProjects(ctx.membership)
  const shownRoles = roles.filter(({ projectId }) => visible === null || visible.includes(projectId))
  const isShown = (row: { id: string; accountId: string }) =>
    visible === null || row.accountId === own || shownRoles.some(({ memberId }) => memberId === row.id)
  return rows.filter(isShown).map(({ accountId, totpEnabledAt, createdAt, ...row }) => ({
    ...row,
    projectRoles: shownRoles
      .filter((each) => each.memberId === row.id)
      .map(({ projectId, role }) => ({ projectId, role })),
    hasSecondFactor: totpEnabledAt !== null,
    createdAt: createdAt.toISOString(),
    isSelf: accountId === own,
  }))
}

/** Lists pending join requests, oldest first. For owners. */
export async function listJoinRequests(ctx: OpContext): Promise<JoinRequestView[]> {
  authorize(ctx, 'member:manage')
  const rows = await withOrganisation(ctx, (tx, organisationId) =>
    listPendingJoinRequests(tx, organisationId),
  )
  return rows.map(({ accountId: _accountId, emailVerifiedAt, createdAt, ...row }) => ({
    ...row,
    isEmailConfirmed: emailVerifiedAt !== null,
    createdAt: createdAt.toISOString(),
  }))
}

/** Lists the signed-in person's own join requests, newest first. */
export async function listOwnJoinRequests(ctx: OpContext): Promise<RequestedOrganisationView[]> {
  authorizeAccount(ctx)
  return withAccount(ctx, (tx) => listRequestedOrganisations(tx))
}
