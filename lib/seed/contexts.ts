import type { Id } from '~/lib/kernel/ids'
import type { MemberRole, OpContext, OrganisationState, StaffRole, Surface } from '~/lib/kernel/op-context'
import { systemContext } from '~/lib/kernel/system-context'

/**
 * Contexts in which the seed acts as the demonstration's people, each on their own surface, at a moment of the past.
 */
export const seedSystem = (now: Date, surface: Surface = 'worker'): OpContext => ({
  ...systemContext('seed', now),
  surface,
})

export const seedVisitor = (now: Date): OpContext => ({
  ...systemContext('seed', now),
  surface: 'portal',
  actor: { kind: 'anonymous' },
  // Reserved for documentation, so it uses up no real caller's limit.
  ip: '192.0.2.1',
})

export const seedMember = (
  now: Date,
  accountId: Id<'account'>,
  organisationId: Id<'organisation'>,
  role: MemberRole = 'owner',
  organisationState: OrganisationState = 'active',
): OpContext => ({
  ...systemContext('seed', now),
  surface: 'portal',
  actor: { kind: 'account', accountId, sessionHash: 'seed', secondFactorAt: now },
  membership: { organisationId, role, organisationState },
})

export const seedStaff = (now: Date, staffId: Id<'staff'>, roles: readonly StaffRole[]): OpContext => ({
  ...systemContext('seed', now),
  surface: 'operator',
  actor: { kind: 'staff', staffId, sessionHash: 'seed', roles, secondFactorAt: now },
})
