import type { z } from 'zod'
import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorize } from '../authorize'
import { lockedOpenProject } from './change-project'
import { moveQuota } from './queries/projects'
import type { shareQuotaInput } from './schema'

/**
 * Moves quota of a resource from one project to another; their total stays the same.
 *
 * @throws DomainError `forbidden`, `not_found`, `invalid_input` (`same_project`), `state_forbids`
 *   (`project_archived`, `quota_in_use`: the giver has less than this left)
 */
export async function shareQuota(ctx: OpContext, input: z.output<typeof shareQuotaInput>): Promise<void> {
  authorize(ctx, 'project:manage')
  const { fromProjectId: from, toProjectId: to, resource, amount } = input
  if (from === to)
    throw new DomainError('invalid_input', { field: 'fromProjectId', params: { reason: 'same_project' } })
  await withOrganisation(ctx, async (tx, organisationId) => {
    await lockedOpenProject(tx, organisationId, from)
    const project = await lockedOpenProject(tx, organisationId, to)
    if (!(await moveQuota(tx, { organisationId, from, to, resource, amount })))
      throw new DomainError('state_forbids', { field: 'amount', params: { reason: 'quota_in_use' } })
    await recordAudit(tx, ctx, 'project.quota_shared', {
      organisationId,
      kind: 'project',
      id: project.id,
      details: { from, resource, amount },
    })
  })
}
