import type { z } from 'zod'
import { type Tx, withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorize } from '../authorize'
import { lockOrganisation } from '../queries/organisations'
import { convertNameConflict } from './convert-name-conflict'
import { findProject, type ProjectRow, updateProject } from './queries/projects'
import type { changeProjectInput, tagProjectInput } from './schema'

/**
 * Changes a project's name and cost centre; existing orders keep the old ones.
 *
 * @throws DomainError `forbidden`, `not_found`, `name_taken`, `state_forbids` (`project_archived`)
 */
export async function changeProject(
  ctx: OpContext,
  input: z.output<typeof changeProjectInput>,
): Promise<void> {
  authorize(ctx, 'project:manage')
  const { projectId, name, costCentre = null } = input
  await convertNameConflict(() => change(ctx, projectId, { name, costCentre }))
}

/** Replaces the project's tags. @throws DomainError `forbidden`, `not_found`, `state_forbids` */
export async function tagProject(ctx: OpContext, input: z.output<typeof tagProjectInput>): Promise<void> {
  authorize(ctx, 'project:manage')
  await change(ctx, input.projectId, { tags: input.tags })
}

type Change = Partial<Pick<ProjectRow, 'name' | 'costCentre' | 'tags'>>

async function change(ctx: OpContext, projectId: Id<'project'>, to: Change): Promise<void> {
  await withOrganisation(ctx, async (tx, organisationId) => {
    const project = await lockedOpenProject(tx, organisationId, projectId)
    await updateProject(tx, organisationId, projectId, to)
    const from = Object.fromEntries(Object.keys(to).map((key) => [key, project[key as keyof Change]]))
    await recordAudit(tx, ctx, 'project.changed', {
      organisationId,
      kind: 'project',
      id: projectId,
      details: { from, to },
    })
  })
}

/**
 * Returns the open project under the organisation's lock, which orders also take. @throws DomainError `not_found`,
 * `state_forbids`
 */
export async function lockedOpenProject(
  tx: Tx,
  organisationId: Id<'organisation'>,
  projectId: Id<'project'>,
): Promise<ProjectRow> {
  await lockOrganisation(tx, organisationId)
  const project = await findProject(tx, organisationId, projectId)
  if (!project) throw new DomainError('not_found')
  if (project.archivedAt) throw new DomainError('state_forbids', { params: { reason: 'project_archived' } })
  return project
}
