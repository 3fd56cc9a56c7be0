import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { type MemberPermission, memberPermissions, projectPermissions } from '../permissions'
import {
  type Contact,
  listContacts,
  listProjectContacts,
  type ProjectContact,
} from '../queries/organisations'

/**
 * The members whose role lets them do this: those to tell when it is to be done. In a project, guests and others whose
 * role there lets them are among them.
 */
export async function listContactsWho(
  tx: Tx,
  organisationId: Id<'organisation'>,
  may: MemberPermission,
  projectId?: Id<'project'>,
): Promise<Contact[]> {
  const roles = memberPermissions[may]
  if (!projectId || !projectPermissions.includes(may)) return listContacts(tx, organisationId, roles)
  const contacts = await listProjectContacts(tx, organisationId, roles)
  return contacts.filter((contact) => isTold(contact, projectId))
}

/** Whether what happens in this project is to be told to this contact. Pure. */
export const isTold = ({ projectIds }: Pick<ProjectContact, 'projectIds'>, projectId: Id<'project'> | null) =>
  projectIds === null || (projectId !== null && projectIds.includes(projectId))
