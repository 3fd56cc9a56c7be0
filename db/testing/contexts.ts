import { randomUUID } from 'node:crypto'
import type { Id } from '~/lib/kernel/ids'
import type { MemberRole, Membership, OpContext, StaffRole } from '~/lib/kernel/op-context'

const base = (now: Date) => ({
  requestId: randomUUID(),
  now,
  ip: '127.0.0.1',
  locale: 'fr' as const,
  membership: null,
})

/** The clock of tests unless they set another. */
export const testNow = new Date('2026-11-24T09:00:00Z')

export function anonymousTestContext(now: Date = testNow): OpContext {
  return { ...base(now), surface: 'portal', actor: { kind: 'anonymous' } }
}

/** An account acting as a member; owners carry a fresh second factor unless `secondFactorAt` is null. */
export function memberTestContext(
  accountId: Id<'account'>,
  membership: { organisationId: Id<'organisation'>; role: MemberRole } & Partial<Membership>,
  options: { now?: Date; secondFactorAt?: Date | null } = {},
): OpContext {
  const now = options.now ?? testNow
  const secondFactorAt = options.secondFactorAt === undefined ? now : options.secondFactorAt
  return {
    ...base(now),
    surface: 'portal',
    actor: { kind: 'account', accountId, sessionHash: 'test', secondFactorAt },
    membership: { organisationState: 'active', ...membership },
  }
}

export function staffTestContext(staffId: Id<'staff'>, roles: StaffRole[], now: Date = testNow): OpContext {
  return {
    ...base(now),
    surface: 'operator',
    actor: { kind: 'staff', staffId, sessionHash: 'test', roles, secondFactorAt: now },
  }
}

export function systemTestContext(now: Date = testNow): OpContext {
  return { ...base(now), surface: 'worker', actor: { kind: 'system', name: 'test' } }
}
