import type { Id } from './ids'
import type { Membership } from './op-context'

type Scoped = Pick<Membership, 'role' | 'projectRoles'>

/** The projects in which this member has a role, in order of their ids. Pure. */
export const projectsOf = ({ projectRoles = {} }: Pick<Scoped, 'projectRoles'>) =>
  Object.keys(projectRoles).sort() as Id<'project'>[]

/** The projects with rows visible to this member; null for all. Pure. */
export function visibleProjects(member: Scoped): Id<'project'>[] | null {
  return member.role === 'guest' ? projectsOf(member) : null
}

/** The projects in which this member orders and operates; null for all. Pure. */
export function operatedProjects(member: Scoped): Id<'project'>[] | null {
  if (member.role === 'owner' || member.role === 'technical') return null
  return projectsOf(member).filter((id) => member.projectRoles?.[id] === 'technical')
}
