import type { Tx } from '~/db/client'
import { findDefaultProject } from '~/db/queries/identity/organisations'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'

/** The project in which an organisation orders unless it says otherwise. Every organisation has one. */
export async function getDefaultProject(
  tx: Tx,
  organisationId: Id<'organisation'>,
): Promise<{ id: Id<'project'>; name: string }> {
  const project = await findDefaultProject(tx, organisationId)
  invariant(project, 'an organisation has a default project')
  return project
}
