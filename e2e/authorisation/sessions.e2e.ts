import { expect, test } from '@playwright/test'
import { enrolmentSecret, totpCode } from '~/lib/identity/second-factor/totp'
import { hashSecret } from '~/lib/kernel/secrets/secrets'
import type { Person, TestBuyer } from '~/testing/buyer'
import { testPassword } from '~/testing/password'
import { makeStaff, type StaffPerson } from '~/testing/staff'
import { callAction } from '../support/call-action'
import { callRoute } from '../support/call-route'
import { sql } from '../support/database'
import { siteUrl, type WebSurface } from '../support/installation-facts'
import { cookieOf, openSessionOf } from '../support/session'
import { makeOrganisation } from '../support/world'

const replays = 10
const nextPassword = 'cinq tasses de camomille'

const accountPage = { portal: '/compte/securite', operator: '/operator/security' }

/** Whether the session can open its person's page. */
async function isAlive(surface: WebSurface, secret: string): Promise<boolean> {
  const { status } = await callRoute(surface, accountPage[surface], { cookie: cookieOf(surface, secret) })
  expect([200, 307]).toContain(status)
  return status === 200
}

/** From its next request on the session is rejected everywhere, repeatedly, and never renewed. */
async function expectDead(surface: WebSurface, secret: string): Promise<void> {
  const cookie = cookieOf(surface, secret)
  expect(await isAlive(surface, secret)).toBe(false)
  const action = surface === 'portal' ? 'endOtherSessionsAction' : 'endOtherStaffSessionsAction'
  expect((await callAction(action, {}, { cookie })).code).toBe('unauthenticated')
  for (let replay = 0; replay < replays; replay += 1) {
    const { body, headers } = await callRoute(surface, '/api/auth/session', { cookie })
    expect(body ?? {}).toEqual({})
    for (const set of headers.getSetCookie())
      if (set.startsWith(`andromede-${surface}=`)) expect(set).toMatch(/^andromede-\w+=;/)
  }
  expect(await isAlive(surface, secret)).toBe(false)
}

const liveLooks = {
  portal: '/api/live/search?organisationId=org_none&q=aa',
  operator: '/api/live/operator/sagas',
}

/** The status of an open page's polling. */
const liveLook = async (surface: WebSurface, secret: string) =>
  (await callRoute(surface, liveLooks[surface], { cookie: cookieOf(surface, secret) })).status

const people: Record<WebSurface, () => Promise<Person | StaffPerson>> = {
  portal: async () => (await makeOrganisation()).owner,
  operator: async () => makeStaff(sql, ['administrator']),
}
const actions = {
  portal: {
    signOut: 'signOutAction',
    password: 'changePasswordAction',
    end: 'endSessionAction',
    others: 'endOtherSessionsAction',
  },
  operator: {
    signOut: 'signOutStaffAction',
    password: 'changeStaffPasswordAction',
    end: 'endStaffSessionAction',
    others: 'endOtherStaffSessionsAction',
  },
}
const tables = {
  portal: { sessions: 'account_sessions', people: 'accounts' },
  operator: { sessions: 'staff_sessions', people: 'staff_accounts' },
}

for (const surface of ['portal', 'operator'] as const) {
  const as = (secret: string) => ({ cookie: cookieOf(surface, secret) })

  test(`${surface}: signing out ends only this session`, async () => {
    const person = await people[surface]()
    const [leaving, staying] = [await openSessionOf(person), await openSessionOf(person)]
    expect((await callAction(actions[surface].signOut, {}, as(leaving))).code).toBe('redirect')
    await expectDead(surface, leaving)
    expect(await isAlive(surface, staying)).toBe(true)
  })

  test(`${surface}: a new password ends every other session`, async () => {
    const person = await people[surface]()
    const [own, elsewhere] = [await openSessionOf(person), await openSessionOf(person)]
    const input = { currentPassword: testPassword, newPassword: nextPassword }
    expect((await callAction(actions[surface].password, input, as(own))).code).toBe('ok')
    await expectDead(surface, elsewhere)
    expect(await isAlive(surface, own)).toBe(true)
  })

  test(`${surface}: a session can be ended from another one, alone or with all others`, async () => {
    const person = await people[surface]()
    const [own, first, second] = [
      await openSessionOf(person),
      await openSessionOf(person),
      await openSessionOf(person),
    ]
    expect((await callAction(actions[surface].end, { sessionId: hashSecret(first) }, as(own))).code).toBe(
      'ok',
    )
    await expectDead(surface, first)
    expect(await isAlive(surface, second)).toBe(true)
    expect((await callAction(actions[surface].others, {}, as(own))).code).toBe('ok')
    await expectDead(surface, second)
    expect(await isAlive(surface, own)).toBe(true)
  })

  test(`${surface}: a disabled person is signed out at once`, async () => {
    const person = await people[surface]()
    const secret = await openSessionOf(person)
    expect(await isAlive(surface, secret)).toBe(true)
    await sql`update ${sql(tables[surface].people)} set disabled_at = now() where email = ${person.email}`
    await expectDead(surface, secret)
  })

  test(`${surface}: a session expires when idle, and after twelve hours of use`, async () => {
    const person = await people[surface]()
    const table = sql(tables[surface].sessions)
    const idleMinutes = surface === 'portal' ? 30 : 15
    const idle = async (seconds: number) => {
      const secret = await openSessionOf(person)
      await sql`update ${table} set last_seen_at = now() - make_interval(secs => ${seconds}) where token_hash = ${hashSecret(secret)}`
      return secret
    }
    expect(await isAlive(surface, await idle(idleMinutes * 60 - 120))).toBe(true)
    await expectDead(surface, await idle(idleMinutes * 60))
    const unattended = await idle(idleMinutes * 60 - 120)
    expect(await liveLook(surface, unattended)).not.toBe(401)
    const [used] = await sql`
      select last_seen_at > now() - interval '1 minute' as is_used from ${table} where token_hash = ${hashSecret(unattended)}`
    expect(used?.is_used).toBe(false)
    const old = await openSessionOf(person)
    const [row] = await sql`
      select extract(epoch from expires_at - created_at)::int as life from ${table} where token_hash = ${hashSecret(old)}`
    expect(row?.life).toBe(12 * 3600)
    await sql`update ${table} set expires_at = now() where token_hash = ${hashSecret(old)}`
    await expectDead(surface, old)
  })
}

test.describe('in an organisation', () => {
  let organisation: TestBuyer
  test.describe.configure({ mode: 'serial' })
  test.beforeAll(async () => {
    organisation = await makeOrganisation({ roles: ['technical', 'reader', 'billing'] })
  })

  const owner = async () => ({ cookie: cookieOf('portal', await openSessionOf(organisation.owner)) })
  const memberId = async (person: Person | undefined) => {
    const [row] = await sql`
      select id from organisation_members where account_id = ${person?.accountId ?? ''} and removed_at is null`
    return String(row?.id)
  }
  const tag = (secret: string) => {
    const { organisationId } = organisation
    return callAction(
      'removeSshKeyAction',
      { organisationId, sshKeyId: 'key_00000000000000000000000000' },
      { cookie: cookieOf('portal', secret) },
    )
  }

  test('a role change applies from the next request on', async () => {
    const { technical } = organisation.members
    if (!technical) throw new Error('no technical member')
    const secret = await openSessionOf(technical)
    expect((await tag(secret)).code).toBe('not_found')
    const change = {
      organisationId: organisation.organisationId,
      memberId: await memberId(technical),
      role: 'reader',
    }
    expect((await callAction('changeMemberRoleAction', change, await owner())).code).toBe('ok')
    expect((await tag(secret)).code).toBe('forbidden')
  })

  test('a removed member has no access from the next request on', async () => {
    const { reader } = organisation.members
    if (!reader) throw new Error('no reader')
    const cookie = cookieOf('portal', await openSessionOf(reader))
    const { organisationId } = organisation
    expect((await callRoute('portal', `/o/${organisationId}/instances`, { cookie })).status).toBe(200)
    const removal = { organisationId, memberId: await memberId(reader) }
    expect((await callAction('removeMemberAction', removal, await owner())).code).toBe('ok')
    expect((await callRoute('portal', `/o/${organisationId}/instances`, { cookie })).status).toBe(404)
    expect(
      (await callRoute('portal', `/api/live/instances?organisationId=${organisationId}`, { cookie })).status,
    ).toBe(404)
  })

  test('a new second factor ends every session except the renewed one', async () => {
    const { billing } = organisation.members
    if (!billing) throw new Error('no billing member')
    const [own, elsewhere] = [
      await openSessionOf(billing, { hasSecondFactor: false }),
      await openSessionOf(billing, { hasSecondFactor: false }),
    ]
    const code = totpCode(enrolmentSecret('account', billing.accountId, hashSecret(own)), new Date())
    const answer = await callAction('enableSecondFactorAction', { code }, { cookie: cookieOf('portal', own) })
    expect(answer.code).toBe('ok')
    const given = answer.headers.getSetCookie().find((set) => set.startsWith('andromede-portal='))
    const secret = given?.match(/=([^;]+)/)?.[1] ?? ''
    expect(secret).not.toBe(own)
    expect(given).toMatch(/HttpOnly/i)
    expect(await isAlive('portal', secret)).toBe(true)
    await expectDead('portal', own)
    await expectDead('portal', elsewhere)
  })

  test('a suspended organisation cannot order from the next request on, and can still be read', async () => {
    const { organisationId } = organisation
    const call = await owner()
    const start = () =>
      callAction(
        'startInstanceAction',
        { organisationId, instanceId: 'ins_00000000000000000000000000' },
        call,
      )
    expect((await start()).code).toBe('not_found')
    await sql`update organisations set state = 'suspended' where id = ${organisationId}`
    expect((await start()).code).toBe('organisation_not_active')
    expect((await callRoute('portal', `/o/${organisationId}/instances`, call)).status).toBe(200)
  })
})

test('signing in creates a new session, regardless of existing cookies', async () => {
  const { technical } = (await makeOrganisation({ roles: ['technical'] })).members
  const planted = 'A'.repeat(43)
  const site = siteUrl('portal')
  const csrf = await callRoute('portal', '/api/auth/csrf', { cookie: cookieOf('portal', planted) })
  const helper = csrf.headers
    .getSetCookie()
    .map((set) => set.split(';')[0])
    .join('; ')
  const { csrfToken } = csrf.body as { csrfToken: string }
  const form = new URLSearchParams({
    csrfToken,
    email: technical?.email ?? '',
    password: testPassword,
    json: 'true',
  })
  const answer = await callRoute('portal', '/api/auth/callback/credentials', {
    method: 'POST',
    cookie: `${helper}; ${cookieOf('portal', planted)}`,
    headers: { origin: site, 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  })
  expect(answer.status, answer.text).toBe(200)
  const given = answer.headers.getSetCookie().find((set) => set.startsWith('andromede-portal='))
  expect(given).toMatch(/HttpOnly/i)
  expect(given).toMatch(/SameSite=Lax/i)
  const secret = given?.match(/=([^;]+)/)?.[1] ?? ''
  expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(secret).not.toBe(planted)
  expect(await isAlive('portal', secret)).toBe(true)
  expect(await isAlive('portal', planted)).toBe(false)
})
