import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext, StaffRole } from '~/lib/kernel/op-context'
import {
  type MemberPermission,
  memberPermissions,
  permissionsWithoutActivity,
  type StaffPermission,
  staffPermissions,
} from './permissions'

/**
 * Refuses unless the context's member may do this in its organisation, now. First line of every use case
 * of the customers' site.
 *
 * @throws DomainError `unauthenticated`, `not_found` (no membership: existence is not told), `forbidden`,
 *   `second_factor_setup_required` (owners write only with a second factor), `organisation_not_active`
 */
export function authorize(ctx: OpContext, permission: MemberPermission): Id<'organisation'> {
  if (ctx.actor.kind !== 'account') throw new DomainError('unauthenticated')
  const { membership } = ctx
  if (!membership) throw new DomainError('not_found', { internal: 'no membership' })
  const allowed: readonly string[] = memberPermissions[permission]
  if (!allowed.includes(membership.role)) throw new DomainError('forbidden', { params: { permission } })
  if (!permission.endsWith(':read') && membership.role === 'owner' && !ctx.actor.secondFactorAt) {
    throw new DomainError('second_factor_setup_required')
  }
  if (membership.organisationState !== 'active' && !permissionsWithoutActivity.includes(permission)) {
    throw new DomainError('organisation_not_active', { params: { state: membership.organisationState } })
  }
  return membership.organisationId
}

/** Refuses unless an account is signed in; answers its id. */
export function authorizeAccount(ctx: OpContext): Id<'account'> {
  if (ctx.surface !== 'portal' || ctx.actor.kind !== 'account') throw new DomainError('unauthenticated')
  return ctx.actor.accountId
}

/**
 * Refuses unless staff with a second factor and a fitting role act on the operator's site.
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

/** Refuses anybody but the product itself (worker, command line). */
export function authorizeSystem(ctx: OpContext): void {
  if (ctx.actor.kind !== 'system') throw new DomainError('forbidden')
}

/** Whether `authorize` would pass: to hide or explain a control, never to protect. */
export function may(ctx: OpContext, permission: MemberPermission): boolean {
  try {
    authorize(ctx, permission)
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
