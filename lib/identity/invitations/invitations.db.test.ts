import { beforeAll, describe, expect, test } from 'vitest'
import { memberTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import type { MemberRole, OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { makeBuyer, type TestBuyer } from '~/testing/buyer'
import { testPassword } from '~/testing/password'
import { changeMemberRole, removeMember } from '../members/change-member'
import { listMembers } from '../members/list-members'
import { contextOf, makeAccount, signInAs, visitor } from '../testing/people'
import { acceptInvitation, showInvitation, signUpInvited } from './accept-invitation'
import { inviteMember, listInvitations, resendInvitation, withdrawInvitation } from './invite'

const { sql } = useTestDatabase()
let ours: TestBuyer
let made = 0

beforeAll(async () => {
  process.env.RATE_LIMIT_FACTOR = '1000'
  ours = await makeBuyer(sql)
})

const as = (role: MemberRole = 'owner', now = testNow): OpContext => ours.as(role, now)
const address = () => {
  made += 1
  return `invite-${made}@example.test`
}
const invite = (email: string, more: { role?: MemberRole; isInProject?: boolean } = {}) =>
  inviteMember(as(), {
    email,
    role: more.role ?? 'technical',
    projectIds: more.isInProject ? [ours.projectId] : [],
    ...(more.isInProject && { projectRole: 'technical' }),
  })
/** Returns the secret of the last link mailed to this address. */
async function secretFor(email: string): Promise<string> {
  const [mail] = await sql<{ text: string }[]>`
    select text_body as text from mail_messages where recipient = ${email} and template = 'invitation' order by id desc limit 1`
  return /invitation\/([A-Za-z0-9_-]{43})/.exec(mail?.text ?? '')?.[1] ?? ''
}
const idOf = async (email: string, now = testNow) =>
  (await listInvitations(as('owner', now))).find((each) => each.email === email)?.id ?? newId('invitation')
/** Creates an account with this address and signs it in. */
async function person(email: string): Promise<OpContext> {
  await makeAccount(email)
  return contextOf(visitor(), await signInAs(visitor(), email))
}
const memberNamed = async (email: string) => (await listMembers(as())).find((each) => each.email === email)

test('the owner of the address joins by the link, once, with the given roles', async () => {
  const email = address()
  await invite(email, { role: 'reader', isInProject: true })
  const secret = await secretFor(email)
  expect(await showInvitation(visitor(), { secret })).toMatchObject({
    organisation: 'Atelier Test',
    email,
    role: 'reader',
    projectNames: ['Principal'],
    invitedBy: 'Camille Test',
    state: 'open',
  })
  const invited = await person(email)
  expect(await acceptInvitation(invited, { secret })).toEqual({ organisationId: ours.organisationId })
  expect(await memberNamed(email)).toMatchObject({
    role: 'reader',
    projectRoles: [{ projectId: ours.projectId, role: 'technical' }],
  })
  const [account] = await sql`select email_verified_at from accounts where email = ${email}`
  expect(account?.email_verified_at).toEqual(testNow)
  await expect(acceptInvitation(invited, { secret })).rejects.toMatchObject({ code: 'invalid_token' })
  expect((await showInvitation(visitor(), { secret })).state).toBe('accepted')
  const events =
    await sql`select event from audit_events where organisation_id = ${ours.organisationId} and event like 'invitation.%' order by occurred_at, id`
  // Both events have the same instant here.
  expect(events.map(({ event }) => event).sort()).toEqual(['invitation.accepted', 'invitation.sent'])
})

test('a person with another address is shown the invited address and cannot join', async () => {
  const email = address()
  await invite(email)
  const other = await person(address())
  await expect(acceptInvitation(other, { secret: await secretFor(email) })).rejects.toMatchObject({
    code: 'forbidden',
    params: { reason: 'other_address', email },
  })
})

test('without an account, one is created for the invited address and can sign in', async () => {
  const email = address()
  await invite(email, { role: 'guest', isInProject: true })
  const secret = await secretFor(email)
  const input = { secret, fullName: 'Nadia Nouvelle', password: testPassword }
  await expect(signUpInvited(visitor(), { ...input, password: email })).rejects.toMatchObject({
    field: 'password',
  })
  await signUpInvited(visitor(), input)
  expect(await memberNamed(email)).toMatchObject({ fullName: 'Nadia Nouvelle', role: 'guest' })
  expect(await signInAs(visitor(), email)).toBeTruthy()
  await expect(signUpInvited(visitor(), input)).rejects.toMatchObject({ code: 'invalid_token' })
  const known = address()
  await makeAccount(known)
  await invite(known)
  await expect(signUpInvited(visitor(), { ...input, secret: await secretFor(known) })).rejects.toMatchObject({
    code: 'already_exists',
  })
})

test('a link is void after a newer one, after withdrawal, and after seven days', async () => {
  const email = address()
  await invite(email)
  const first = await secretFor(email)
  await resendInvitation(as(), { invitationId: await idOf(email) })
  const second = await secretFor(email)
  expect(second).not.toBe(first)
  await expect(showInvitation(visitor(), { secret: first })).rejects.toMatchObject({ code: 'not_found' })
  const later = addSeconds(testNow, 7 * 86_400)
  expect((await showInvitation(visitor('portal', later), { secret: second })).state).toBe('expired')
  const invited = await person(email)
  await expect(acceptInvitation({ ...invited, now: later }, { secret: second })).rejects.toMatchObject({
    code: 'invalid_token',
  })
  await withdrawInvitation(as(), { invitationId: await idOf(email) })
  await expect(acceptInvitation(invited, { secret: second })).rejects.toMatchObject({ code: 'invalid_token' })
  expect(await listInvitations(as())).not.toContainEqual(expect.objectContaining({ email }))
})

test('an address cannot be invited twice, a member not at all; an expired invitation can be replaced', async () => {
  const email = address()
  await invite(email)
  await expect(invite(email)).rejects.toMatchObject({ params: { reason: 'already_invited' } })
  await expect(invite(`${ours.accountId}@example.test`)).rejects.toMatchObject({
    params: { reason: 'already_member' },
  })
  await expect(invite(address(), { role: 'guest' })).rejects.toMatchObject({
    params: { reason: 'guest_needs_project' },
  })
  const unknown = { email: address(), role: 'reader' as const, projectIds: [newId('project')] }
  await expect(inviteMember(as(), { ...unknown, projectRole: 'reader' })).rejects.toMatchObject({
    params: { reason: 'unknown_project' },
  })
  const later = as('owner', addSeconds(testNow, 8 * 86_400))
  await inviteMember(later, { email, role: 'reader', projectIds: [] })
  expect((await listInvitations(later)).filter((each) => each.email === email)).toHaveLength(1)
})

test('only owners invite, and no other organisation can read an invitation', async () => {
  const email = address()
  await invite(email)
  const invitationId = await idOf(email)
  const theirs = await makeBuyer(sql)
  const stranger = theirs.as()
  await expect(withdrawInvitation(stranger, { invitationId })).rejects.toMatchObject({ code: 'not_found' })
  await expect(resendInvitation(stranger, { invitationId })).rejects.toMatchObject({ code: 'not_found' })
  for (const role of ['technical', 'approver', 'billing', 'reader', 'guest'] as const)
    await expect(
      inviteMember(as(role), { email: address(), role: 'reader', projectIds: [] }),
    ).rejects.toMatchObject({
      code: 'forbidden',
    })
})

describe('an invitation ends with its sender’s right to invite', () => {
  /** Another owner, who invited this address as an owner. */
  async function inviting(email: string) {
    const owner = await person(address())
    const accountId = owner.actor.kind === 'account' ? owner.actor.accountId : null
    if (!accountId) throw new Error('expected an account actor')
    const memberId = newId('member')
    await sql`insert into organisation_members (id, organisation_id, account_id, role, created_at)
      values (${memberId}, ${ours.organisationId}, ${accountId}, 'owner', now())`
    const ctx = memberTestContext(accountId, { ...ours, role: 'owner' })
    await inviteMember(ctx, { email, role: 'owner', projectIds: [] })
    return { accountId, memberId, secret: await secretFor(email) }
  }
  const ends = {
    'is removed': ({ memberId }: { memberId: Id<'member'> }) => removeMember(as(), { memberId }),
    'has another role': ({ memberId }: { memberId: Id<'member'> }) =>
      changeMemberRole(as(), { memberId, role: 'billing' }),
    'has a disabled account': ({ accountId }: { accountId: string }) =>
      sql`update accounts set disabled_at = now() where id = ${accountId}`,
  }

  for (const [why, end] of Object.entries(ends))
    test(`once the sender ${why}, the link is void and the list shows it`, async () => {
      const email = address()
      const sent = await inviting(email)
      await end(sent)
      const { secret } = sent
      expect(await showInvitation(visitor(), { secret })).toMatchObject({ state: 'withdrawn' })
      await expect(
        signUpInvited(visitor(), { secret, fullName: 'Nina Neuve', password: testPassword }),
      ).rejects.toMatchObject({ code: 'invalid_token' })
      await expect(acceptInvitation(await person(email), { secret })).rejects.toMatchObject({
        code: 'invalid_token',
      })
      const invitationId = await idOf(email)
      const listed = (await listInvitations(as())).find(({ id }) => id === invitationId)
      if (why === 'has a disabled account') {
        expect(listed).toMatchObject({ isVoid: true })
        await expect(resendInvitation(as(), { invitationId })).rejects.toMatchObject({
          code: 'state_forbids',
          params: { reason: 'inviter_gone' },
        })
      } else {
        expect(listed).toBeUndefined()
        await expect(resendInvitation(as(), { invitationId })).rejects.toMatchObject({ code: 'not_found' })
      }
      // Another owner may invite the address again.
      await invite(email, { role: 'reader' })
      expect((await listInvitations(as())).filter((each) => each.email === email)).toMatchObject([
        { role: 'reader', isVoid: false },
      ])
    })

  test('a withdrawn invitation stays void when its sender may invite again', async () => {
    const email = address()
    const { memberId, secret } = await inviting(email)
    await changeMemberRole(as(), { memberId, role: 'reader' })
    await changeMemberRole(as(), { memberId, role: 'owner' })
    expect(await showInvitation(visitor(), { secret })).toMatchObject({ state: 'withdrawn' })
    await expect(acceptInvitation(await person(email), { secret })).rejects.toMatchObject({
      code: 'invalid_token',
    })
    const events = await sql`
      select 1 from audit_events where event = 'invitation.withdrawn' and details ->> 'email' = ${email}`
    expect(events).toHaveLength(1)
  })

  test('a concurrent acceptance and removal are serialised, and the second sees the first', async () => {
    for (let round = 0; round < 10; round += 1) {
      const email = address()
      const { memberId, secret } = await inviting(email)
      const invited = await person(email)
      const [accepted] = await Promise.allSettled([
        acceptInvitation(invited, { secret }),
        removeMember(as(), { memberId }),
      ])
      if (accepted.status === 'rejected') expect(accepted.reason).toMatchObject({ code: 'invalid_token' })
      expect((await memberNamed(email)) !== undefined).toBe(accepted.status === 'fulfilled')
      await expect(acceptInvitation(invited, { secret })).rejects.toMatchObject({ code: 'invalid_token' })
    }
  })
})
