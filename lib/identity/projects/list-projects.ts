import { type Tx, withOrganisation } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorize, may } from '../authorize'
import { getDefaultProject } from '../organisations/get-default-project'
import { findProject, listProjects as findProjects } from './queries/projects'

/** A project as lists offer it. */
export type ProjectChoice = { id: Id<'project'>; name: string }

/** The projects in which this person can order, the default one first. */
export async function listOpenProjects(
  tx: Tx,
  ctx: OpContext,
  organisationId: Id<'organisation'>,
): Promise<ProjectChoice[]> {
  const rows = await findProjects(tx, organisationId)
  return rows
    .filter(({ id, archivedAt }) => archivedAt === null && may(ctx, 'order:place', id))
    .map(({ id, name }) => ({ id, name }))
}

/** The projects in which roles can be granted, the default one first. */
export async function listProjectChoices(ctx: OpContext): Promise<ProjectChoice[]> {
  authorize(ctx, 'project:read')
  const rows = await withOrganisation(ctx, (tx, organisationId) => findProjects(tx, organisationId))
  return rows.filter(({ archivedAt }) => archivedAt === null).map(({ id, name }) => ({ id, name }))
}

/** The project filter of a list of resources or orders; empty when there is only one project. */
export async function offeredProjects(tx: Tx, organisationId: Id<'organisation'>): Promise<ProjectChoice[]> {
  const rows = await findProjects(tx, organisationId)
  return rows.length > 1 ? rows.map(({ id, name }) => ({ id, name })) : []
}

/** Returns the open project. @throws DomainError `not_found`, `state_forbids` (`project_archived`) */
export async function findOpenProject(
  tx: Tx,
  organisationId: Id<'organisation'>,
  id: Id<'project'>,
): Promise<ProjectChoice> {
  const project = await findProject(tx, organisationId, id)
  if (!project) throw new DomainError('not_found')
  if (project.archivedAt) throw new DomainError('state_forbids', { params: { reason: 'project_archived' } })
  return { id, name: project.name }
}

/**
 * Returns the project to order in: the chosen one, otherwise the default. The caller holds the organisation's lock, so
 * the project cannot be archived meanwhile.
 *
 * @throws DomainError `forbidden` there, `invalid_input` for an unknown project, `state_forbids` (`project_archived`)
 */
export async function projectToOrderIn(
  tx: Tx,
  ctx: OpContext,
  chosen: Id<'project'> | undefined,
): Promise<ProjectChoice> {
  const organisationId = authorize(ctx, 'order:place')
  const id = chosen ?? (await getDefaultProject(tx, organisationId)).id
  const project = await findProject(tx, organisationId, id)
  if (!project)
    throw new DomainError('invalid_input', { field: 'projectId', params: { reason: 'unknown_project' } })
  if (project.archivedAt)
    throw new DomainError('state_forbids', { field: 'projectId', params: { reason: 'project_archived' } })
  authorize(ctx, 'order:place', id)
  return { id, name: project.name }
}
