import type { z } from 'zod'
import { type Tx, withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorize } from '../authorize'
import { findDefaultProject, insertProject, lockOrganisation } from '../queries/organisations'
import { convertNameConflict } from './convert-name-conflict'
import { countOpenProjects, listQuotas, moveQuota } from './queries/projects'
import type { createProjectInput } from './schema'
import { shareOf } from './share-of'

/** Far more than any organisation needs, and a bound for lists. */
export const projectsMax = 50

/**
 * Creates a project. It may take a share of the default project's free quota; the organisation's total stays the same.
 *
 * @throws DomainError `forbidden`, `name_taken`, `quota_exceeded` (the maximum number of projects)
 */
export async function createProject(
  ctx: OpContext,
  input: z.output<typeof createProjectInput>,
): Promise<{ id: Id<'project'> }> {
  authorize(ctx, 'project:manage')
  return convertNameConflict(() =>
    withOrganisation(ctx, async (tx, organisationId) => {
      await lockOrganisation(tx, organisationId)
      if ((await countOpenProjects(tx, organisationId)) >= projectsMax)
        throw new DomainError('quota_exceeded', { params: { reason: 'too_many_projects' } })
      const id = newId('project', ctx.now.getTime())
      const { name, costCentre = null, sharePercent } = input
      await insertProject(tx, { id, organisationId, name, isDefault: false, costCentre, createdAt: ctx.now })
      await shareDefault(tx, organisationId, id, Number(sharePercent))
      await recordAudit(tx, ctx, 'project.created', {
        organisationId,
        kind: 'project',
        id,
        details: { name, costCentre, sharePercent: Number(sharePercent) },
      })
      return { id }
    }),
  )
}

async function shareDefault(
  tx: Tx,
  organisationId: Id<'organisation'>,
  to: Id<'project'>,
  percent: number,
): Promise<void> {
  const from = await findDefaultProject(tx, organisationId)
  invariant(from, 'an organisation has a default project')
  const held = await listQuotas(tx, organisationId)
  for (const quota of held.filter(({ projectId }) => projectId === from.id)) {
    const amount = shareOf(quota, percent)
    // A concurrent claim may have used it: the new project then starts without this quota.
    if (amount > 0)
      await moveQuota(tx, { organisationId, from: from.id, to, resource: quota.resource, amount })
  }
}
