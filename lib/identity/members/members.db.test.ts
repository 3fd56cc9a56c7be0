import { beforeAll, describe, expect, test } from 'vitest'
import { memberTestContext, systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import type { MemberRole, OpContext } from '~/lib/kernel/op-context'
import { hashSecret } from '~/lib/kernel/secrets/secrets'
import { makeBuyer, makeBuyers, type TestBuyer } from '~/testing/buyer'
import { resolveSession } from '../resolve-session'
import { freshSiret, visitor } from '../testing/applicants'
import { askToJoin } from './ask-to-join'
import { changeMemberRole, removeMember } from './change-member'
import { acceptJoinRequest, refuseJoinRequest } from './decide-join-request'
import { listJoinRequests, listMembers, listOwnJoinRequests } from './list-members'
import { notifyJoinRequest } from './notify-join-request'

const { sql } = useTestDatabase()
let ours: TestBuyer
let theirs: TestBuyer
let siret: string

beforeAll(async () => {
  process.env.PORTAL_URL = 'http://portal.example'
  ;[ours, theirs] = await makeBuyers(sql, 2)
  siret = freshSiret()
  await sql`update organisations set kind = 'public_body', siret = ${siret}, siren = ${siret.slice(0, 9)} where id = ${ours.organisationId}`
})

async function person(isConfirmed = true): Promise<Id<'account'>> {
  const id = newId('account')
  await sql`insert into accounts (id, email, full_name, password_hash, email_verified_at, created_at)
      values (${id}, ${`${id}@example.test`}, 'Dominique Essai', '-', ${isConfirmed ? testNow : null}, ${testNow})`
  return id
}

const outside = (accountId: Id<'account'>): OpContext => ({
  ...memberTestContext(accountId, { organisationId: ours.organisationId, role: 'reader' }),
  membership: null,
  ip: visitor().ip,
})
const inside = (organisation: TestBuyer, role: MemberRole = 'owner', accountId = organisation.accountId) =>
  memberTestContext(accountId, { organisationId: organisation.organisationId, role })

async function requestToJoinAs(isConfirmed = true) {
  const accountId = await person(isConfirmed)
  const result = await askToJoin(outside(accountId), {
    kind: 'public_body',
    identifier: siret,
    message: 'Bonjour',
  })
  expect(result).toEqual({ outcome: 'join_requested' })
  const requests = await listJoinRequests(inside(ours))
  const request = requests.find((each) => each.email === `${accountId}@example.test`)
  if (!request) throw new Error('no request')
  return { accountId, joinRequestId: request.id }
}

describe('joining', () => {
  test('two requests count as one; the owner accepts with a role; the person is notified', async () => {
    const { accountId, joinRequestId } = await requestToJoinAs()
    await askToJoin(outside(accountId), { kind: 'public_body', identifier: siret })
    const count = await sql`select 1 from join_requests where account_id = ${accountId}`
    expect(count).toHaveLength(1)
    expect(await listOwnJoinRequests(outside(accountId))).toMatchObject([
      { state: 'pending', legalName: 'Atelier Test' },
    ])
    await acceptJoinRequest(inside(ours), { joinRequestId, role: 'technical' })
    const member = (await listMembers(inside(ours))).find(
      (each) => each.email === `${accountId}@example.test`,
    )
    expect(member).toMatchObject({ role: 'technical' })
    expect(await listOwnJoinRequests(outside(accountId))).toMatchObject([{ state: 'accepted' }])
    await expect(acceptJoinRequest(inside(ours), { joinRequestId, role: 'owner' })).rejects.toMatchObject({
      code: 'conflict',
    })
    await expect(
      askToJoin(outside(accountId), { kind: 'public_body', identifier: siret }),
    ).rejects.toMatchObject({ code: 'already_exists' })
    const mails =
      await sql`select template from mail_messages where recipient = ${`${accountId}@example.test`}`
    expect(mails.map((row) => row.template)).toEqual(['join-accepted'])
  })

  test('a rejected applicant stays outside', async () => {
    const { accountId, joinRequestId } = await requestToJoinAs()
    await refuseJoinRequest(inside(ours), { joinRequestId })
    expect(await listOwnJoinRequests(outside(accountId))).toMatchObject([{ state: 'refused' }])
    expect((await listMembers(inside(ours))).some((each) => each.email.startsWith(accountId))).toBe(false)
  })

  test('a request waits until the address is confirmed', async () => {
    const { accountId, joinRequestId } = await requestToJoinAs(false)
    const job = { joinRequestId }
    expect(await notifyJoinRequest(systemTestContext(), job)).toBe(false)
    await expect(acceptJoinRequest(inside(ours), { joinRequestId, role: 'reader' })).rejects.toMatchObject({
      code: 'state_forbids',
      params: { reason: 'email_not_confirmed' },
    })
    await sql`update accounts set email_verified_at = ${testNow} where id = ${accountId}`
    expect(await notifyJoinRequest(systemTestContext(), job)).toBe(true)
    await acceptJoinRequest(inside(ours), { joinRequestId, role: 'reader' })
  })

  test('only an owner of that organisation decides about a request', async () => {
    const { joinRequestId } = await requestToJoinAs()
    await expect(acceptJoinRequest(inside(theirs), { joinRequestId, role: 'owner' })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(refuseJoinRequest(inside(theirs), { joinRequestId })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(
      acceptJoinRequest(inside(ours, 'technical'), { joinRequestId, role: 'owner' }),
    ).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('an unregistered organisation cannot be joined', async () => {
    expect(
      await askToJoin(outside(await person()), { kind: 'public_body', identifier: freshSiret() }),
    ).toEqual({ outcome: 'not_registered' })
  })
})

describe('changing members', () => {
  test('role and removal take effect from the next request', async () => {
    const { accountId, joinRequestId } = await requestToJoinAs()
    await acceptJoinRequest(inside(ours), { joinRequestId, role: 'reader' })
    const member = (await listMembers(inside(ours))).find((each) => each.email.startsWith(accountId))
    const memberId = member?.id ?? newId('member')
    const secret = 'a-session-secret-of-this-test'
    await sql`insert into account_sessions (token_hash, account_id, created_at, last_seen_at, expires_at)
        values (${hashSecret(secret)}, ${accountId}, ${testNow}, ${testNow}, ${new Date(testNow.getTime() + 3_600_000)})`
    const roles = async () => (await resolveSession(visitor(), secret))?.memberships.map((each) => each.role)
    expect(await roles()).toEqual(['reader'])
    await changeMemberRole(inside(ours), { memberId, role: 'billing' })
    expect(await roles()).toEqual(['billing'])
    await removeMember(inside(ours), { memberId })
    expect(await roles()).toEqual([])
    const audit = await sql`select event from audit_events where subject_id = ${memberId} order by id`
    expect(audit.map((row) => row.event).sort()).toEqual(['member.removed', 'member.role_changed'])
  })

  test('another organisation’s member does not exist', async () => {
    const [foreign] = await listMembers(inside(theirs))
    await expect(
      changeMemberRole(inside(ours), { memberId: foreign?.id ?? newId('member'), role: 'reader' }),
    ).rejects.toMatchObject({ code: 'not_found' })
    await expect(
      removeMember(inside(ours), { memberId: foreign?.id ?? newId('member') }),
    ).rejects.toMatchObject({
      code: 'not_found',
    })
    expect(await listMembers(inside(theirs))).toHaveLength(1)
  })

  test('of two owners who remove each other at once, one stays', async () => {
    const organisation = await makeBuyer(sql)
    const second = await person()
    await sql`insert into organisation_members (organisation_id, id, account_id, role, created_at) values (${organisation.organisationId}, ${newId('member')}, ${second}, 'owner', ${testNow})`
    const members = await listMembers(inside(organisation))
    const results = await Promise.allSettled(
      members.map((member) => removeMember(inside(organisation), { memberId: member.id })),
    )
    expect(results.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected'])
    const [remaining] = await listMembers(inside(organisation))
    expect(remaining).toMatchObject({ role: 'owner' })
    await expect(
      changeMemberRole(inside(organisation), { memberId: remaining?.id ?? newId('member'), role: 'reader' }),
    ).rejects.toMatchObject({ code: 'state_forbids', params: { reason: 'last_owner' } })
  })
})
