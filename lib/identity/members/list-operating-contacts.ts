import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { memberPermissions } from '../permissions'
import { listProjectContacts, type ProjectContact } from '../queries/organisations'

/**
 * Lists the members who may operate servers, in all or some projects: the people to notify about a server. `isTold`
 * selects by project.
 */
export async function listOperatingContacts(
  tx: Tx,
  organisationId: Id<'organisation'>,
): Promise<ProjectContact[]> {
  return listProjectContacts(tx, organisationId, memberPermissions['instance:operate'])
}
