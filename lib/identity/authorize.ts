import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { Membership, OpContext, StaffRole } from '~/lib/kernel/op-context'
import {
  type MemberPermission,
  memberPermissions,
  permissionsWithoutActivity,
  projectPermissions,
  type StaffPermission,
  staffPermissions,
} from './permissions'

/**
 * Checks that the context's member may do this now, by its role in the organisation or in the project, and that a program
 * that acts for it has the permission in its token. First line of
 * every use case of the customers' site. Without a project, a right in any project is enough: row-level security hides
 * or protects the rows of other projects, and a use case that decides about a project calls this again with it.
 *
 * @throws DomainError `unauthenticated`, `not_found` (no membership: existence is not revealed), `forbidden`,
 *   `second_factor_setup_required` (owners write only with a second factor), `organisation_not_active`
 */
export function authorize(
  ctx: OpContext,
  permission: MemberPermission,
  projectId?: Id<'project'>,
): Id<'organisation'> {
  if (ctx.actor.kind !== 'account') throw new DomainError('unauthenticated')
  const { membership } = ctx
  if (!membership) throw new DomainError('not_found', { internal: 'no membership' })
  const allowed: readonly string[] = memberPermissions[permission]
  if (!rolesOf(membership, permission, projectId).some((role) => allowed.includes(role)))
    throw new DomainError('forbidden', { params: { permission } })
  requireInToken(ctx, permission)
  if (!/:(read|view)$/.test(permission) && membership.role === 'owner' && !ctx.actor.secondFactorAt) {
    throw new DomainError('second_factor_setup_required')
  }
  if (membership.organisationState !== 'active' && !permissionsWithoutActivity.includes(permission)) {
    throw new DomainError('organisation_not_active', { params: { state: membership.organisationState } })
  }
  return membership.organisationId
}

/** Checks that a program has the permission in its token. @throws DomainError `forbidden` with reason `token` */
export function requireInToken({ actor }: OpContext, permission: MemberPermission): void {
  if (actor.kind === 'account' && actor.token && !actor.token.permissions.includes(permission))
    throw new DomainError('forbidden', { params: { permission, reason: 'token' } })
}

function rolesOf(
  { role, projectRoles = {} }: Membership,
  permission: MemberPermission,
  projectId: Id<'project'> | undefined,
): readonly string[] {
  if (!projectPermissions.includes(permission)) return [role]
  const inProjects = projectId ? [projectRoles[projectId]] : Object.values(projectRoles)
  return [role, ...inProjects.filter((each) => each !== undefined)]
}

/**
 * Throws while the organisation may not act. For use cases that only checked a right to read, because the right to
 * decide is known only after the row is found. @throws DomainError `organisation_not_active`
 */
export function requireActive(ctx: OpContext): void {
  const state = ctx.membership?.organisationState
  if (state !== 'active') throw new DomainError('organisation_not_active', { params: { state: state ?? '' } })
}

/** Returns the id of the signed-in account; programs have no account pages. @throws DomainError `unauthenticated`, `forbidden` */
export function authorizeAccount(ctx: OpContext): Id<'account'> {
  if (ctx.surface !== 'portal' || ctx.actor.kind !== 'account') throw new DomainError('unauthenticated')
  refuseToken(ctx)
  return ctx.actor.accountId
}

/**
 * Checks that staff with a second factor and a fitting role act on the operator's site.
 *
 * @throws DomainError `unauthenticated`, `second_factor_setup_required`, `forbidden`
 */
export function authorizeStaff(ctx: OpContext, permission: StaffPermission): Id<'staff'> {
  if (ctx.surface !== 'operator' || ctx.actor.kind !== 'staff') throw new DomainError('unauthenticated')
  if (!ctx.actor.secondFactorAt) throw new DomainError('second_factor_setup_required')
  const allowed: readonly StaffRole[] = staffPermissions[permission]
  if (!ctx.actor.roles.some((role) => allowed.includes(role)))
    throw new DomainError('forbidden', { params: { permission } })
  return ctx.actor.staffId
}

/** For what only a person does, with a session of their own. @throws DomainError `forbidden` for a program */
export function refuseToken({ actor }: OpContext): void {
  if (actor.kind === 'account' && actor.token)
    throw new DomainError('forbidden', { params: { reason: 'person_only' } })
}

/** Checks that the product itself acts (worker, command line). @throws DomainError `forbidden` */
export function authorizeSystem(ctx: OpContext): void {
  if (ctx.actor.kind !== 'system') throw new DomainError('forbidden')
}

/** Whether `authorize` would pass. Use it to hide or explain a control, never to protect. */
export function may(ctx: OpContext, permission: MemberPermission, projectId?: Id<'project'>): boolean {
  try {
    authorize(ctx, permission, projectId)
    return true
  } catch {
    return false
  }
}

export function mayStaff(ctx: OpContext, permission: StaffPermission): boolean {
  try {
    authorizeStaff(ctx, permission)
    return true
  } catch {
    return false
  }
}
