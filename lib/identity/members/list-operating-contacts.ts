import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { memberPermissions } from '../permissions'
import { listProjectContacts, type ProjectContact } from '../queries/organisations'

/**
 * The members who may operate servers, all of them or those of some projects: those to tell when something happens to
 * one. `isTold` says of which.
 */
export async function listOperatingContacts(
  tx: Tx,
  organisationId: Id<'organisation'>,
): Promise<ProjectContact[]> {
  return listProjectContacts(tx, organisationId, memberPermissions['instance:operate'])
}
