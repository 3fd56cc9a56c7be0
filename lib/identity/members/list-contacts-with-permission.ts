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
 * Lists the members with a role that permits this: the people to notify when it is due. With a project, guests and
 * others with a fitting role there are included.
 */
export async function listContactsWithPermission(
  tx: Tx,
  organisationId: Id<'organisation'>,
  permission: MemberPermission,
  projectId?: Id<'project'>,
): Promise<Contact[]> {
  const roles = memberPermissions[permission]
  if (!projectId || !projectPermissions.includes(permission)) return listContacts(tx, organisationId, roles)
  const contacts = await listProjectContacts(tx, organisationId, roles)
  return contacts.filter((contact) => isNotified(contact, projectId))
}

/** Whether this contact is notified about this project. Pure. */
export const isNotified = (
  { projectIds }: Pick<ProjectContact, 'projectIds'>,
  projectId: Id<'project'> | null,
) => projectIds === null || (projectId !== null && projectIds.includes(projectId))
