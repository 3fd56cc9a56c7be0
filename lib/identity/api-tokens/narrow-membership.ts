import type { Id } from '~/lib/kernel/ids'
import type { Membership, ProjectRole } from '~/lib/kernel/op-context'

/**
 * The membership with which a token acts. Limited to projects, it is that of a guest with the holder's role in each of
 * them; a project in which the holder has no role any more is lost to the token too. Pure.
 */
export function narrowMembership(
  membership: Membership,
  projectIds: readonly Id<'project'>[] | null,
): Membership {
  if (!projectIds) return membership
  const roles = projectIds.flatMap((id) => {
    const role = roleIn(membership, id)
    return role ? [[id, role] as const] : []
  })
  return { ...membership, role: 'guest', projectRoles: Object.fromEntries(roles) }
}

/** The role in a project that comes closest to what the member may do there. */
function roleIn({ role, projectRoles = {} }: Membership, id: Id<'project'>): ProjectRole | undefined {
  if (role === 'owner' || role === 'technical') return 'technical'
  return projectRoles[id] ?? (role === 'guest' ? undefined : role)
}
