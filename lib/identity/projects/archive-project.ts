import type { z } from 'zod'
import { type Tx, withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorize } from '../authorize'
import { findDefaultProject } from '../queries/organisations'
import { lockedOpenProject } from './change-project'
import { countLiveClaims, countOpenOrders, listQuotas, moveQuota, updateProject } from './queries/projects'
import type { archiveProjectInput } from './schema'

/**
 * Archives the project: no orders any more, its quota returns to the default project, and its name is free. The project
 * must be empty, including resources in their grace after deletion.
 *
 * @throws DomainError `forbidden`, `not_found`, `state_forbids` (`default_project`, `project_archived`,
 *   `project_holds`, `project_has_orders`)
 */
export async function archiveProject(
  ctx: OpContext,
  input: z.output<typeof archiveProjectInput>,
): Promise<void> {
  authorize(ctx, 'project:manage')
  await withOrganisation(ctx, async (tx, organisationId) => {
    const project = await lockedOpenProject(tx, organisationId, input.projectId)
    if (project.isDefault) throw refuse('default_project')
    const held = await countLiveClaims(tx, organisationId, project.id)
    if (held > 0) throw refuse('project_holds', { count: `${held}` })
    const open = await countOpenOrders(tx, organisationId, project.id)
    if (open > 0) throw refuse('project_has_orders', { count: `${open}` })
    await giveBackQuotas(tx, organisationId, project.id)
    await updateProject(tx, organisationId, project.id, { archivedAt: ctx.now })
    await recordAudit(tx, ctx, 'project.archived', {
      organisationId,
      kind: 'project',
      id: project.id,
      details: { name: project.name },
    })
  })
}

const refuse = (reason: string, params: Record<string, string> = {}) =>
  new DomainError('state_forbids', { params: { reason, ...params } })

async function giveBackQuotas(
  tx: Tx,
  organisationId: Id<'organisation'>,
  from: Id<'project'>,
): Promise<void> {
  const to = await findDefaultProject(tx, organisationId)
  invariant(to, 'an organisation has a default project')
  const held = await listQuotas(tx, organisationId)
  for (const { resource, limit } of held.filter((each) => each.projectId === from && each.limit > 0)) {
    const isMoved = await moveQuota(tx, { organisationId, from, to: to.id, resource, amount: limit })
    // A claim came between the check and the move: the whole transaction rolls back.
    if (!isMoved) throw refuse('project_holds', { count: '1' })
  }
}
