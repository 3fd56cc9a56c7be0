import type { Tx } from '~/db/client'
import { type Contact, listContacts } from '~/db/queries/identity/organisations'
import type { Id } from '~/lib/kernel/ids'
import { memberPermissions } from '../permissions'

/** The members who may operate servers: those to tell when something happens to one. */
export async function listOperatingContacts(tx: Tx, organisationId: Id<'organisation'>): Promise<Contact[]> {
  return listContacts(tx, organisationId, memberPermissions['instance:operate'])
}
