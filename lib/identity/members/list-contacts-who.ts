import type { Tx } from '~/db/client'
import { type Contact, listContacts } from '~/db/queries/identity/organisations'
import type { Id } from '~/lib/kernel/ids'
import { type MemberPermission, memberPermissions } from '../permissions'

/** The members whose role in the organisation lets them do this: those to tell when it is to be done. */
export async function listContactsWho(
  tx: Tx,
  organisationId: Id<'organisation'>,
  may: MemberPermission,
): Promise<Contact[]> {
  return listContacts(tx, organisationId, memberPermissions[may])
}
