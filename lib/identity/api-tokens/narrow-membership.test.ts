import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import { type Membership, memberRoles, type OpContext, projectRoles } from '~/lib/kernel/op-context'
import { operatedProjects, visibleProjects } from '~/lib/kernel/project-scope'
import { may } from '../authorize'
import { tokenPermissions } from '../permissions'
import { narrowMembership } from './narrow-membership'

const projects = Array.from({ length: 3 }, () => newId('project'))
const memberships = fc
  .record({
    role: fc.constantFrom(...memberRoles),
    roles: fc.array(fc.option(fc.constantFrom(...projectRoles), { nil: undefined }), {
      minLength: 3,
      maxLength: 3,
    }),
  })
  .map(
    ({ role, roles }): Membership => ({
      organisationId: newId('organisation'),
      organisationState: 'active',
      role,
      projectRoles: Object.fromEntries(
        projects.flatMap((id, index) => (roles[index] ? [[id, roles[index]] as const] : [])),
      ),
    }),
  )

const contextOf = (membership: Membership): OpContext => ({
  surface: 'portal',
  actor: { kind: 'account', accountId: newId('account'), sessionHash: '', secondFactorAt: new Date() },
  membership,
  requestId: '',
  now: new Date(),
  ip: null,
  locale: 'fr',
})
const isWithin = (inner: readonly string[] | null, outer: readonly string[] | null) =>
  outer === null || (inner?.every((each) => outer.includes(each)) ?? false)

test('a token limited to projects can do nothing that its holder cannot do there', () => {
  fc.assert(
    fc.property(memberships, fc.subarray(projects), (membership, chosen) => {
      const narrowed = narrowMembership(membership, chosen)
      const [holder, token] = [contextOf(membership), contextOf(narrowed)]
      for (const permission of tokenPermissions)
        for (const id of projects)
          if (may(token, permission, id)) expect(may(holder, permission, id)).toBe(true)
      expect(isWithin(visibleProjects(narrowed), chosen)).toBe(true)
      expect(isWithin(operatedProjects(narrowed), operatedProjects(membership))).toBe(true)
    }),
  )
})

test('without projects the membership is the holder’s', () => {
  fc.assert(fc.property(memberships, (membership) => narrowMembership(membership, null) === membership))
})
