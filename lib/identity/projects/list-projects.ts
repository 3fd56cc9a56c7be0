import type { Tx } from '~/db/client'
import { findProject, listProjects as findProjects } from '~/db/queries/identity/projects'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { getDefaultProject } from '../organisations/get-default-project'

/** A project as lists offer it. */
export type ProjectChoice = { id: Id<'project'>; name: string }

/** The projects that can be ordered in, the default one first. */
export async function listOpenProjects(
  tx: Tx,
  organisationId: Id<'organisation'>,
): Promise<(ProjectChoice & { costCentre: string | null })[]> {
  const rows = await findProjects(tx, organisationId)
  return rows
    .filter(({ archivedAt }) => archivedAt === null)
    .map(({ id, name, costCentre }) => ({ id, name, costCentre }))
}

/** What a list of resources or orders can be narrowed to: nothing while there is but one project. */
export async function offeredProjects(tx: Tx, organisationId: Id<'organisation'>): Promise<ProjectChoice[]> {
  const rows = await findProjects(tx, organisationId)
  return rows.length > 1 ? rows.map(({ id, name }) => ({ id, name })) : []
}

/**
 * The project to order in: the one that was chosen, else the default one. The caller holds the organisation's lock,
 * so that it is not put away meanwhile.
 *
 * @throws DomainError `invalid_input` for a project that is none, `state_forbids` (`project_archived`)
 */
export async function projectToOrderIn(
  tx: Tx,
  organisationId: Id<'organisation'>,
  chosen: Id<'project'> | undefined,
): Promise<ProjectChoice> {
  if (!chosen) return getDefaultProject(tx, organisationId)
  const project = await findProject(tx, organisationId, chosen)
  if (!project)
    throw new DomainError('invalid_input', { field: 'projectId', params: { reason: 'unknown_project' } })
  if (project.archivedAt)
    throw new DomainError('state_forbids', { field: 'projectId', params: { reason: 'project_archived' } })
  return { id: project.id, name: project.name }
}
