import type { Tx } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { listProjects } from '../projects/queries/projects'
import { findDefaultProject } from '../queries/organisations'

/**
 * Returns the project in which an organisation orders by default; for a person who cannot see it, the first visible
 * one.
 *
 * @throws DomainError `forbidden` when none is visible
 */
export async function getDefaultProject(
  tx: Tx,
  organisationId: Id<'organisation'>,
): Promise<{ id: Id<'project'>; name: string }> {
  const project = await findDefaultProject(tx, organisationId)
  if (project) return project
  const [first] = await listProjects(tx, organisationId)
  if (!first) throw new DomainError('forbidden')
  return { id: first.id, name: first.name }
}
