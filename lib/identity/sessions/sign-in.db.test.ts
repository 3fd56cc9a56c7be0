import { sql } from 'drizzle-orm'
import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import { withShared, withSystem } from '~/db/client'
import { systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { whileUnreachable } from '~/db/testing/while-away'
import { invariant } from '~/lib/kernel/errors'
import { openRegistry } from '~/lib/kernel/metrics/open-registry'
import { hashSecret } from '~/lib/kernel/secrets/secrets'
import { addSeconds } from '~/lib/kernel/time/clock'
import { testPassword } from '~/testing/password'
import { enableSecondFactor } from '../second-factor/enable-second-factor'
import { enrolmentSecret, totpCode } from '../second-factor/totp'
import { contextOf, makeAccount, makeUnenrolledStaff, signInAs, visitor } from '../testing/people'
import { signIn } from './sign-in'

const database = useTestDatabase()
const from = (ip: string, surface: 'portal' | 'operator' = 'portal', now = testNow) => ({
  ...visitor(surface, now),
  ip,
})
const attempt = (ip: string, email: string, password = 'not the right one') =>
  signIn(from(ip), { email, password })
const count = (outcomes: { outcome: string }[], name: string) =>
  outcomes.filter(({ outcome }) => outcome === name).length
const withinTheDay = 86_400

afterEach(() => {
  delete process.env.RATE_LIMIT_FACTOR
})

async function letPausesPass(seconds: number): Promise<void> {
  await withShared(visitor(), (tx) =>
    tx.execute(sql`update rate_limits set expire = expire - ${seconds * 1000}`),
  )
}

describe('failures', () => {
  test('100 at once: exactly five passwords are checked, then a pause', async () => {
    await makeAccount('hundred@example.test')
    const registry = openRegistry()
    onTestFinished(registry.close)
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, index) => attempt(`198.51.100.${index}`, 'hundred@example.test')),
    )
    expect([count(outcomes, 'refused'), count(outcomes, 'rate_limited')]).toEqual([5, 95])
    const metrics = await registry.text()
    expect(metrics).toContain('andromede_sign_ins_total{outcome="refused"} 5\n')
    expect(metrics).toContain('andromede_sign_ins_total{outcome="rate_limited"} 95\n')
    const right = await attempt('198.51.100.254', 'hundred@example.test', testPassword)
    expect(right).toMatchObject({ outcome: 'rate_limited' })
    expect((right as { retryAfterSeconds: number }).retryAfterSeconds).toBeGreaterThan(14 * 60)
  })

  test.each(['portal', 'operator'] as const)(
    'from one network do not lock the owner out of the %s from another',
    async (surface) => {
      const email = `elsewhere@${surface}.test`
      await (surface === 'portal' ? makeAccount(email) : makeUnenrolledStaff(database.sql, email))
      for (let tries = 0; tries < 12; tries += 1)
        await signIn(from(`198.51.100.${tries}`, surface), { email, password: 'not the right one' })
      const owner = await signIn(from('203.0.113.1', surface), { email, password: testPassword })
      expect(owner).toMatchObject({ outcome: 'signed_in' })
    },
  )

  test('from everywhere pause unknown browsers, and not one that signed in before', async () => {
    const email = 'everywhere@example.test'
    await makeAccount(email)
    const first = await attempt('203.0.113.8', email, testPassword)
    invariant(first.outcome === 'signed_in', 'signed in')
    process.env.RATE_LIMIT_FACTOR = '0.1'
    for (let tries = 0; tries < 10; tries += 1)
      expect((await attempt(`198.18.${tries}.1`, email)).outcome).toBe('refused')
    expect(await attempt('203.0.113.8', email, testPassword)).toMatchObject({ outcome: 'rate_limited' })
    const credentials = { email, password: testPassword }
    const forged = first.deviceToken.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
    expect(await signIn(from('203.0.113.8'), { ...credentials, deviceToken: forged })).toMatchObject({
      outcome: 'rate_limited',
    })
    expect(
      await signIn(from('203.0.113.9'), { ...credentials, deviceToken: first.deviceToken }),
    ).toMatchObject({ outcome: 'signed_in' })
  })

  test('from a known browser count for that browser only, on any network', async () => {
    const email = 'device@example.test'
    await makeAccount(email)
    const first = await attempt('203.0.113.10', email, testPassword)
    invariant(first.outcome === 'signed_in', 'signed in')
    const { deviceToken } = first
    const known = (ip: string, password: string) => signIn(from(ip), { email, password, deviceToken })
    for (let tries = 0; tries < 5; tries += 1)
      expect((await known(`198.18.${tries}.2`, 'wrong')).outcome).toBe('refused')
    expect(await known('198.18.9.2', testPassword)).toMatchObject({ outcome: 'rate_limited' })
    expect(await attempt('203.0.113.10', email, testPassword)).toMatchObject({ outcome: 'signed_in' })
  })

  test('the pause grows, ends, and the right password clears it', async () => {
    await makeAccount('grows@example.test')
    const fail = (ip: string) => attempt(ip, 'grows@example.test')
    const pauses: number[] = []
    for (let round = 0; round < 4; round += 1) {
      for (let tries = 0; tries < 5; tries += 1)
        expect((await fail(`192.0.2.${round * 10 + tries}`)).outcome).toBe('refused')
      const paused = await fail(`192.0.2.${round * 10 + 9}`)
      expect(paused.outcome).toBe('rate_limited')
      pauses.push((paused as { retryAfterSeconds: number }).retryAfterSeconds)
      await letPausesPass(3600)
    }
    expect(pauses).toEqual([900, 1800, 3600, 3600])
    expect(await attempt('192.0.2.99', 'grows@example.test', testPassword)).toMatchObject({
      outcome: 'signed_in',
    })
    for (let tries = 0; tries < 5; tries += 1) await fail(`192.0.2.${100 + tries}`)
    expect(await fail('192.0.2.110')).toMatchObject({ outcome: 'rate_limited', retryAfterSeconds: 900 })
  })

  test('one address may try twenty times a minute, over all accounts', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, index) => attempt('203.0.113.77', `nobody-${index}@example.test`)),
    )
    expect([count(outcomes, 'refused'), count(outcomes, 'rate_limited')]).toEqual([20, 80])
    await letPausesPass(61)
    expect((await attempt('203.0.113.77', 'nobody-x@example.test')).outcome).toBe('refused')
  })

  test('an unknown address is refused like a wrong password, and leaves the same trace', async () => {
    await makeAccount('known@example.test')
    const known = await attempt('203.0.113.5', 'known@example.test')
    const unknown = await attempt('203.0.113.6', 'unknown@example.test')
    expect(unknown).toEqual(known)
    const rows = await withSystem(systemTestContext(), (tx) =>
      tx.execute(
        sql`select details from audit_events where event = 'account.sign_in_refused' and ip in ('203.0.113.5', '203.0.113.6')`,
      ),
    )
    expect(rows).toHaveLength(2)
  })

  test('the limits are separate by site, and keys identify no person', async () => {
    await makeAccount('apart@example.test')
    await makeUnenrolledStaff(database.sql, 'apart@example.test')
    for (let tries = 0; tries < 6; tries += 1) await attempt(`203.0.113.${20 + tries}`, 'apart@example.test')
    const staff = { email: 'apart@example.test', password: testPassword }
    expect(await signIn(from('203.0.113.40', 'operator'), staff)).toMatchObject({
      outcome: 'signed_in',
      needsEnrolment: true,
    })
    const keys = await withShared(visitor(), (tx) =>
      tx.execute<{ key: string }>(sql`select key from rate_limits`),
    )
    for (const { key } of keys) expect(key).toMatch(/^[a-z_]+:[0-9a-f]{40}$/)
  })

  test('with unreadable counters, every sign-in is refused', async () => {
    await makeAccount('closed@example.test')
    await database.sql`revoke insert, update on rate_limits from andromede_portal`
    try {
      expect(await attempt('203.0.113.50', 'closed@example.test', testPassword)).toEqual({
        outcome: 'rate_limited',
        retryAfterSeconds: 30,
      })
    } finally {
      await database.sql`grant insert, update on rate_limits to andromede_portal`
    }
  })

  test('while the database is away, the answer is unavailability and not a wait of half a minute', async () => {
    const tried = whileUnreachable(database.current, () =>
      attempt('203.0.113.51', 'closed@example.test', testPassword),
    )
    await expect(tried).rejects.toMatchObject({ code: 'unavailable' })
  })
})

describe('the second factor', () => {
  test('is required after the password, and each code works once, also 20 times at once', async () => {
    process.env.RATE_LIMIT_FACTOR = '100'
    const accountId = await makeAccount('twice@example.test')
    const first = await signInAs(from('203.0.113.60'), 'twice@example.test')
    const secret = enrolmentSecret('account', accountId, hashSecret(first))
    const enrolled = await enableSecondFactor(await contextOf(visitor(), first), {
      code: totpCode(secret, testNow),
    })
    const again = (code?: string, now = testNow) =>
      signIn(from('203.0.113.61', 'portal', now), {
        email: 'twice@example.test',
        password: testPassword,
        ...(code && { code }),
      })

    expect(await again()).toEqual({ outcome: 'second_factor_required' })
    // The enrolment used its code.
    expect(await again(totpCode(secret, testNow))).toEqual({ outcome: 'second_factor_refused' })
    const next = addSeconds(testNow, 30)
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => again(totpCode(secret, next), next)))
    expect([count(outcomes, 'signed_in'), count(outcomes, 'second_factor_refused')]).toEqual([1, 19])
    // A step older than the last one used is refused as well.
    expect(await again(totpCode(secret, testNow), next)).toEqual({ outcome: 'second_factor_refused' })

    const recovery = enrolled.recoveryCodes[3] ?? ''
    const byRecovery = await Promise.all(Array.from({ length: 20 }, () => again(recovery)))
    expect([count(byRecovery, 'signed_in'), count(byRecovery, 'second_factor_refused')]).toEqual([1, 19])
  })

  test('five wrong codes, then a pause, even for the right one', async () => {
    const accountId = await makeAccount('pause@example.test')
    const first = await signInAs(from('203.0.113.70'), 'pause@example.test')
    const secret = enrolmentSecret('account', accountId, hashSecret(first))
    await enableSecondFactor(await contextOf(visitor(), first), { code: totpCode(secret, testNow) })
    const input = { email: 'pause@example.test', password: testPassword }
    const now = addSeconds(testNow, 60)
    const wrong = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        signIn(from(`198.18.0.${index}`, 'portal', now), { ...input, code: '000000' }),
      ),
    )
    // The password counts too: each attempt with the right one clears that count, so the factor's own limit decides.
    expect(count(wrong, 'second_factor_refused')).toBeLessThanOrEqual(5)
    expect(count(wrong, 'signed_in')).toBe(0)
    expect(count(wrong, 'second_factor_refused') + count(wrong, 'rate_limited')).toBe(100)
    const right = { ...input, code: totpCode(secret, now) }
    expect(await signIn(from('198.18.1.1', 'portal', now), right)).toMatchObject({ outcome: 'rate_limited' })
    await letPausesPass(withinTheDay)
    expect(await signIn(from('198.18.1.2', 'portal', now), right)).toMatchObject({ outcome: 'signed_in' })
  })
})
