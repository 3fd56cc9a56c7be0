import { beforeAll, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { memberTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import type { MemberRole } from '~/lib/kernel/op-context'
import { newSecret } from '~/lib/kernel/secrets/secrets'
import { makeBuyer, makeBuyers, type TestBuyer } from '~/testing/buyer'
import { addMember } from '~/testing/member'
import { listMembers } from '../members/list-members'
import { createProject } from '../projects/create-project'
import { resolveSession } from '../resolve-session'
import { authorizeApproval } from './authorize-approval'
import { refuseOwnOrder } from './own-order'
import { allowSelfApproval, forbidSelfApproval, readSelfApproval } from './self-approval'
import { setProjectRoles } from './set-project-roles'

const { sql } = useTestDatabase()
let ours: TestBuyer
let theirs: TestBuyer

beforeAll(async () => {
  ;[ours, theirs] = await makeBuyers(sql, 2)
})

const as = (organisation: TestBuyer, role: MemberRole = 'owner', accountId = organisation.accountId) =>
  memberTestContext(accountId, { organisationId: organisation.organisationId, role })

const member = (organisation: TestBuyer, role: MemberRole) =>
  addMember(sql, organisation, role, { fullName: 'Dominique Essai' })

const approves = (
  ctx: ReturnType<typeof as>,
  order: { projectId: Id<'project'>; placedByAccountId: Id<'account'> | null },
) => withOrganisation(ctx, (tx) => authorizeApproval(tx, ctx, order))

test.each([
  [{ isOwnOrder: false, isExceptionSet: false, otherApprovers: 0 }, null],
  [{ isOwnOrder: true, isExceptionSet: false, otherApprovers: 0 }, 'own_order'],
  [{ isOwnOrder: true, isExceptionSet: false, otherApprovers: 2 }, 'own_order'],
  [{ isOwnOrder: true, isExceptionSet: true, otherApprovers: 0 }, null],
  [{ isOwnOrder: true, isExceptionSet: true, otherApprovers: 1 }, 'others_approve'],
] as const)('%o: %s', (decision, refusal) => {
  expect(refuseOwnOrder(decision)).toBe(refusal)
})

test('project roles are replaced as a whole, effective from the next request, and recorded in the audit trail', async () => {
  const { accountId, memberId } = await member(ours, 'guest')
  const { id: projectId } = await createProject(as(ours), { name: 'Essais', sharePercent: '0' })
  await setProjectRoles(as(ours), { memberId, roles: [{ projectId, role: 'technical' }] })
  const shown = (await listMembers(as(ours))).find(({ id }) => id === memberId)
  expect(shown?.projectRoles).toEqual([{ projectId, role: 'technical' }])
  const standing = async () =>
    (await sql`select details from audit_events where subject_id = ${memberId} order by id desc limit 1`)[0]
      ?.details
  expect(await standing()).toMatchObject({ from: [], to: [{ projectId, role: 'technical' }] })
  const ctx = { ...as(ours), membership: null, actor: { kind: 'anonymous' } as const, now: testNow }
  const secret = newSecret()
  await sql`insert into account_sessions (token_hash, account_id, created_at, last_seen_at, expires_at)
      values (encode(sha256(${secret}::bytea), 'hex'), ${accountId}, ${testNow}, ${testNow}, ${new Date(testNow.getTime() + 3_600_000)})`
  const session = await resolveSession(ctx, secret)
  expect(session?.memberships).toMatchObject([{ role: 'guest', projectRoles: { [projectId]: 'technical' } }])
  await setProjectRoles(as(ours), { memberId, roles: [] })
  expect((await resolveSession(ctx, secret))?.memberships).toMatchObject([{ projectRoles: {} }])
})

test('an unknown, foreign or archived project grants no role, and a foreign member cannot get one', async () => {
  const { memberId } = await member(ours, 'reader')
  for (const projectId of [theirs.projectId, newId('project')])
    await expect(
      setProjectRoles(as(ours), { memberId, roles: [{ projectId, role: 'reader' }] }),
    ).rejects.toMatchObject({ code: 'invalid_input', field: 'roles.0.projectId' })
  await expect(setProjectRoles(as(theirs), { memberId, roles: [] })).rejects.toMatchObject({
    code: 'not_found',
  })
  await expect(setProjectRoles(as(ours, 'technical'), { memberId, roles: [] })).rejects.toMatchObject({
    code: 'forbidden',
  })
})

test('the person who ordered does not approve; the exception holds only while no other person could', async () => {
  const alone = await makeBuyer(sql)
  const order = { projectId: alone.projectId, placedByAccountId: alone.accountId }
  await expect(approves(as(alone), order)).rejects.toMatchObject({ params: { reason: 'own_order' } })
  await approves(as(alone), { ...order, placedByAccountId: newId('account') })
  await allowSelfApproval(as(alone), { reason: 'Je suis seule.' })
  expect(await readSelfApproval(as(alone))).toEqual({
    reason: 'Je suis seule.',
    allowedAt: testNow.toISOString(),
  })
  await approves(as(alone), order)
  await expect(allowSelfApproval(as(alone), { reason: 'Encore.' })).rejects.toMatchObject({
    code: 'already_exists',
  })
  const { memberId } = await member(alone, 'guest')
  await setProjectRoles(as(alone), { memberId, roles: [{ projectId: alone.projectId, role: 'approver' }] })
  await expect(approves(as(alone), order)).rejects.toMatchObject({ params: { reason: 'others_approve' } })
  await forbidSelfApproval(as(alone))
  await expect(forbidSelfApproval(as(alone))).rejects.toMatchObject({ code: 'not_found' })
  await expect(approves(as(alone), order)).rejects.toMatchObject({ params: { reason: 'own_order' } })
  const events =
    await sql`select event from audit_events where organisation_id = ${alone.organisationId} and event like 'organisation.self%' order by event`
  expect(events.map((row) => row.event)).toEqual([
    'organisation.self_approval_allowed',
    'organisation.self_approval_forbidden',
  ])
})

test('there is no exception if another person approves, or without a fresh second factor', async () => {
  const two = await makeBuyer(sql)
  const stale = memberTestContext(
    two.accountId,
    { organisationId: two.organisationId, role: 'owner' },
    { secondFactorAt: new Date(testNow.getTime() - 600_000) },
  )
  await expect(allowSelfApproval(stale, { reason: 'Vite.' })).rejects.toMatchObject({
    code: expect.stringMatching(/proof_required|unauthenticated/),
  })
  await member(two, 'approver')
  await expect(allowSelfApproval(as(two), { reason: 'Non.' })).rejects.toMatchObject({
    code: 'state_forbids',
    params: { reason: 'others_approve' },
  })
  await expect(allowSelfApproval(as(two, 'approver'), { reason: 'Non.' })).rejects.toMatchObject({
    code: 'forbidden',
  })
})
