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
 * Nothing can be ordered in the project any more, what it may hold is the default project's again, and its name is
 * free. It holds nothing: what is in the grace after deletion still does.
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
    // Somebody claimed between the look and the move: the transaction ends as if nothing had been asked.
    if (!isMoved) throw refuse('project_holds', { count: '1' })
  }
}
