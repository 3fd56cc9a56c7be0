import type { z } from 'zod'
import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorize } from '../authorize'
import { findMember } from '../members/queries/members'
import { listProjects } from '../projects/queries/projects'
import { lockOrganisation } from '../queries/organisations'
import { listProjectRoles, replaceProjectRoles } from './queries/rights'
import type { setProjectRolesInput } from './schema'

/**
 * Replaces the member's project roles, in addition to its organisation role; effective from its next request.
 *
 * @throws DomainError `forbidden`, `not_found`, `invalid_input` (`unknown_project`, also for an archived one)
 */
export async function setProjectRoles(
  ctx: OpContext,
  input: z.output<typeof setProjectRolesInput>,
): Promise<void> {
  authorize(ctx, 'member:manage')
  await withOrganisation(ctx, async (tx, organisationId) => {
    await lockOrganisation(tx, organisationId)
    const member = await findMember(tx, organisationId, input.memberId)
    if (!member) throw new DomainError('not_found')
    const open = (await listProjects(tx, organisationId)).filter(({ archivedAt }) => !archivedAt)
    const index = input.roles.findIndex(({ projectId }) => !open.some(({ id }) => id === projectId))
    if (index >= 0)
      throw new DomainError('invalid_input', {
        field: `roles.${index}.projectId`,
        params: { reason: 'unknown_project' },
      })
    const before = (await listProjectRoles(tx, organisationId)).filter((each) => each.memberId === member.id)
    await replaceProjectRoles(tx, { organisationId, memberId: member.id }, input.roles, ctx.now)
    await recordAudit(tx, ctx, 'member.project_roles_set', {
      organisationId,
      kind: 'member',
      id: member.id,
      details: {
        accountId: member.accountId,
        from: before.map(({ projectId, role }) => ({ projectId, role })),
        to: input.roles,
      },
    })
  })
}
