import { expect, test } from 'vitest'
import type { Id } from '~/lib/kernel/ids'
import type { MemberRole, OpContext, StaffRole } from '~/lib/kernel/op-context'
import { topicsOf } from './topics-of'

const common = { requestId: 'r', now: new Date(0), ip: null, locale: 'fr' as const }
const member = (role: MemberRole): OpContext => ({
  ...common,
  surface: 'portal',
  actor: { kind: 'account', accountId: 'acc_a' as Id<'account'>, sessionHash: 'h', secondFactorAt: null },
  membership: { organisationId: 'org_a' as Id<'organisation'>, role, organisationState: 'active' },
})
const staff = (role: StaffRole): OpContext => ({
  ...common,
  surface: 'operator',
  actor: {
    kind: 'staff',
    staffId: 'stf_a' as Id<'staff'>,
    sessionHash: 'h',
    roles: [role],
    secondFactorAt: new Date(0),
  },
  membership: null,
})

test.each<[MemberRole, boolean]>([
  ['owner', true],
  ['billing', true],
  ['reader', true],
  ['technical', false],
  ['approver', false],
  ['guest', false],
])('a member with the role %s hears of invoices: %s', (role, isHeard) => {
  const seen = topicsOf(member(role))
  expect(seen.has('billing')).toBe(isHeard)
  expect([...seen].filter((topic) => topic !== 'billing')).toEqual([
    'resources',
    'orders',
    'incidents',
    'inbox',
  ])
})

test.each<[StaffRole, string[]]>([
  ['accountant', ['resources', 'incidents', 'billing', 'operations']],
  ['capacity', ['resources', 'incidents', 'operations']],
  ['administrator', ['resources', 'orders', 'incidents', 'billing', 'operations']],
])('staff with the role %s hear of %j', (role, expected) => {
  expect([...topicsOf(staff(role))]).toEqual(expected)
})
