import { expect, test } from 'vitest'
import { chooseMembership } from './choose-membership'

const memberships = [
  { organisationId: 'org_1', organisationState: 'suspended' },
  { organisationId: 'org_2', organisationState: 'active' },
  { organisationId: 'org_3', organisationState: 'active' },
] as const

test.each([
  ['org_3', 'org_3'],
  // Also one that is suspended: its members read why.
  ['org_1', 'org_1'],
  // The cookie of another person of this browser, or none.
  ['org_9', 'org_2'],
  [undefined, 'org_2'],
])('after %s the shell is that of %s', (seenLast, shown) => {
  expect(chooseMembership(memberships, seenLast)?.organisationId).toBe(shown)
})

test('a person whose only organisation is suspended has its shell, and one without organisation has none', () => {
  expect(chooseMembership(memberships.slice(0, 1), undefined)?.organisationId).toBe('org_1')
  expect(chooseMembership([], 'org_1')).toBeUndefined()
})
