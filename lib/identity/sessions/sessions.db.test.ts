import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { withShared } from '~/db/client'
import { testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { hashSecret } from '~/lib/kernel/secrets/secrets'
import { addSeconds } from '~/lib/kernel/time/clock'
import { testPassword } from '~/testing/password'
import { changePassword } from '../credentials/change-password'
import { directoryOf } from '../person'
import { resolveSession } from '../resolve-session'
import { confirmIdentity } from '../second-factor/confirm-identity'
import { disableSecondFactor } from '../second-factor/disable-second-factor'
import { enableSecondFactor } from '../second-factor/enable-second-factor'
import { enrolmentSecret, totpCode } from '../second-factor/totp'
import { contextOf, makeAccount, makeUnenrolledStaff, signInAs, visitor } from '../testing/people'
import { endOtherSessions, endSession } from './end-session'
import { listSessions } from './list-sessions'
import { signIn } from './sign-in'
import { signOut } from './sign-out'
import { wasJustReplaced } from './was-just-replaced'

const database = useTestDatabase()
const minute = 60
const later = (seconds: number, surface: 'portal' | 'operator' = 'portal') =>
  visitor(surface, addSeconds(testNow, seconds))
const isAlive = async (secret: string, ctx = visitor()) => (await resolveSession(ctx, secret)) !== null

beforeAll(async () => {
  // These tests sign in more often than one address may in a minute.
  process.env.RATE_LIMIT_FACTOR = '100'
})

describe.each(['portal', 'operator'] as const)('a session of the %s really ends (T22)', (surface) => {
  const ctx = visitor(surface)
  const email = `ends@${surface}.test`
  beforeAll(async () => {
    await (surface === 'portal' ? makeAccount(email) : makeUnenrolledStaff(database.sql, email))
  })

  test('by signing out, from the next request on, for good', async () => {
    const secret = await signInAs(ctx, email)
    const own = await contextOf(ctx, secret)
    await signOut(own)
    for (let replay = 0; replay < 100; replay += 1) expect(await isAlive(secret, ctx)).toBe(false)
    await signOut(own)
  })

  test('by idling, while one in use stays', async () => {
    const idleMinutes = surface === 'portal' ? 30 : 15
    const [idle, used] = [await signInAs(ctx, email), await signInAs(ctx, email)]
    for (let passed = 5; passed < idleMinutes; passed += 5)
      expect(await isAlive(used, later(passed * minute, surface))).toBe(true)
    expect(await isAlive(idle, later(idleMinutes * minute - 1, surface))).toBe(true)
    const other = await signInAs(ctx, email)
    expect(await isAlive(other, later(idleMinutes * minute, surface))).toBe(false)
  })

  test('by idling, although an open page keeps sending requests', async () => {
    const idleMinutes = surface === 'portal' ? 30 : 15
    const secret = await signInAs(ctx, email)
    const ask = (minutes: number) =>
      resolveSession(later(minutes * minute, surface), secret, { isUse: false })
    for (let passed = 1; passed < idleMinutes; passed += 1) expect(await ask(passed)).not.toBeNull()
    expect(await ask(idleMinutes)).toBeNull()
  })

  test('after twelve hours, even if used all the time', async () => {
    const secret = await signInAs(ctx, email)
    for (let passed = 0; passed < 12 * 60; passed += 10)
      expect([passed, await isAlive(secret, later(passed * minute, surface))]).toEqual([passed, true])
    expect(await isAlive(secret, later(12 * 60 * minute, surface))).toBe(false)
  })

  test('each sign-in has its own id, and its secret is stored nowhere', async () => {
    const [first, second] = [await signInAs(ctx, email), await signInAs(ctx, email)]
    expect(first).not.toBe(second)
    expect(first).toMatch(/^[A-Za-z0-9_-]{43}$/)
    const own = await contextOf(ctx, first)
    expect(own.actor).toMatchObject({ sessionHash: hashSecret(first) })
  })
})

test('a session of one site is invalid on the other', async () => {
  await makeAccount('both@example.test')
  await makeUnenrolledStaff(database.sql, 'both@example.test')
  const account = await signInAs(visitor(), 'both@example.test')
  const staff = await signInAs(visitor('operator'), 'both@example.test')
  expect(await isAlive(account, visitor('operator'))).toBe(false)
  expect(await isAlive(staff, visitor())).toBe(false)
})

test('a new password ends the other sessions and keeps this one', async () => {
  await makeAccount('change@example.test')
  const [mine, other] = [
    await signInAs(visitor(), 'change@example.test'),
    await signInAs(visitor(), 'change@example.test'),
  ]
  const ctx = await contextOf(visitor(), mine)
  const newPassword = 'sept hérons au lever du jour'
  await expect(changePassword(ctx, { currentPassword: 'not this one', newPassword })).rejects.toMatchObject({
    code: 'invalid_credentials',
  })
  expect(await isAlive(other)).toBe(true)
  await expect(
    changePassword(ctx, { currentPassword: testPassword, newPassword: 'motdepasse123456' }),
  ).rejects.toMatchObject({ code: 'invalid_input', params: { reason: 'password_common' } })
  expect(await changePassword(ctx, { currentPassword: testPassword, newPassword })).toEqual({
    endedSessions: 1,
  })
  expect([await isAlive(mine), await isAlive(other)]).toEqual([true, false])
})

test('turning the second factor on or off ends every session and starts a new one', async () => {
  const accountId = await makeAccount('factor@example.test')
  const [mine, other] = [
    await signInAs(visitor(), 'factor@example.test'),
    await signInAs(visitor(), 'factor@example.test'),
  ]
  const ctx = await contextOf(visitor(), mine)
  const secret = enrolmentSecret('account', accountId, hashSecret(mine))
  const on = await enableSecondFactor(ctx, { code: totpCode(secret, testNow) })
  expect([await isAlive(mine), await isAlive(other), await isAlive(on.sessionSecret)]).toEqual([
    false,
    false,
    true,
  ])
  const raised = await contextOf(visitor(), on.sessionSecret)
  expect(raised.actor).toMatchObject({ secondFactorAt: testNow })

  const off = await disableSecondFactor(raised, { code: on.recoveryCodes[0] ?? '' })
  expect([await isAlive(on.sessionSecret), await isAlive(off.sessionSecret)]).toEqual([false, true])
})

test('a disabled account has no session left, and gets none', async () => {
  await makeAccount('disabled@example.test')
  const secret = await signInAs(visitor(), 'disabled@example.test')
  await withShared(visitor(), (tx) =>
    tx.execute(sql`update accounts set disabled_at = now() where email = 'disabled@example.test'`),
  )
  expect(await isAlive(secret)).toBe(false)
  expect(await signIn(visitor(), { email: 'disabled@example.test', password: testPassword })).toEqual({
    outcome: 'refused',
  })
})

test('a person lists and ends only their own sessions', async () => {
  await makeAccount('list@example.test')
  await makeAccount('stranger@example.test')
  const secrets = [
    await signInAs(visitor(), 'list@example.test'),
    await signInAs(visitor(), 'list@example.test'),
  ]
  const ctx = await contextOf(visitor(), secrets[0] ?? '')
  const stranger = await contextOf(visitor(), await signInAs(visitor(), 'stranger@example.test'))
  const listed = await listSessions(ctx)
  expect(listed.map(({ id, isCurrent }) => [id, isCurrent]).sort()).toEqual(
    secrets.map((secret, index) => [hashSecret(secret), index === 0]).sort(),
  )
  const other = { sessionId: hashSecret(secrets[1] ?? '') }
  await expect(endSession(stranger, other)).rejects.toMatchObject({ code: 'not_found' })
  expect(await isAlive(secrets[1] ?? '')).toBe(true)
  await endSession(ctx, other)
  expect(await isAlive(secrets[1] ?? '')).toBe(false)
  await expect(endSession(ctx, other)).rejects.toMatchObject({ code: 'not_found' })
  expect(await endOtherSessions(ctx)).toEqual({ ended: 0 })
})

test('staff without a second factor may only enrol', async () => {
  await makeUnenrolledStaff(database.sql, 'bare@example.test')
  const ctx = await contextOf(visitor('operator'), await signInAs(visitor('operator'), 'bare@example.test'))
  for (const act of [listSessions, endOtherSessions])
    await expect(act(ctx)).rejects.toMatchObject({ code: 'second_factor_setup_required' })
  await expect(
    changePassword(ctx, { currentPassword: testPassword, newPassword: 'sept hérons au lever du jour' }),
  ).rejects.toMatchObject({ code: 'second_factor_setup_required' })
  expect(directoryOf(ctx).kind).toBe('staff')
})

test('a session is known as replaced for a minute after its factor or its proof changed, and not otherwise', async () => {
  const ctx = visitor()
  await makeAccount('replaced@portal.test')
  const [replaced, signedOut] = [
    await signInAs(ctx, 'replaced@portal.test'),
    await signInAs(ctx, 'replaced@portal.test'),
  ]
  await signOut(await contextOf(ctx, signedOut))
  const own = await contextOf(ctx, replaced)
  expect(await wasJustReplaced(ctx, replaced)).toBe(false)
  await confirmIdentity(own, { proof: testPassword })
  expect(await wasJustReplaced(later(59), replaced)).toBe(true)
  expect(await wasJustReplaced(later(61), replaced)).toBe(false)
  expect([await wasJustReplaced(ctx, signedOut), await wasJustReplaced(ctx, 'unknown')]).toEqual([
    false,
    false,
  ])
  expect(await isAlive(replaced)).toBe(false)
})
