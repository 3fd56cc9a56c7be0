import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { withShared, withSystem } from '~/db/client'
import { systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { hashSecret } from '~/lib/kernel/secrets/secrets'
import { addSeconds } from '~/lib/kernel/time/clock'
import { testPassword } from '~/testing/password'
import { changePassword } from '../credentials/change-password'
import { resolveSession } from '../resolve-session'
import { signIn } from '../sessions/sign-in'
import { issueSignUpToken } from '../sessions/sign-up-browser'
import { contextOf, makeAccount, signInAs, visitor } from '../testing/people'
import { confirmEmail } from './confirm-email'
import { requestPasswordReset } from './request-password-reset'
import { resetPassword } from './reset-password'
import { resendEmailConfirmation, sendEmailConfirmation } from './send-email-confirmation'

const database = useTestDatabase()
const newPassword = 'sept hérons au lever du jour'
const soon = (seconds: number) => visitor('portal', addSeconds(testNow, seconds))

beforeEach(() =>
  withShared(visitor(), async (tx) => {
    await tx.execute(sql`delete from rate_limits`)
  }),
)

async function mailsTo(address: string): Promise<string[]> {
  const rows = await withSystem(systemTestContext(), (tx) =>
    tx.execute<{ text_body: string }>(
      sql`select text_body from mail_messages where recipient = ${address} order by created_at, id`,
    ),
  )
  return rows.map((row) => row.text_body)
}
async function lastSecret(address: string, page: 'confirmation' | 'mot-de-passe'): Promise<string> {
  const mail = (await mailsTo(address)).at(-1) ?? ''
  return new RegExp(`http://portal\\.test/${page}/([A-Za-z0-9_-]{43})\\s`).exec(mail)?.[1] ?? ''
}
async function requestReset(email: string, ctx = visitor()): Promise<string> {
  await requestPasswordReset(ctx, { email })
  return lastSecret(email, 'mot-de-passe')
}

describe('a link to choose a new password', () => {
  test('works once, of 20 at the same time, ends every session and clears failed sign-ins', async () => {
    const email = 'once@example.test'
    await makeAccount(email)
    const session = await signInAs(visitor(), email)
    for (let tries = 0; tries < 5; tries += 1)
      await signIn({ ...visitor(), ip: `192.0.2.${tries}` }, { email, password: 'wrong' })
    const secret = await requestReset(email)
    const settled = await Promise.allSettled(
      Array.from({ length: 20 }, () => resetPassword(visitor(), { secret, newPassword })),
    )
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const each of settled)
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'invalid_token' })
    expect(await resolveSession(visitor(), session)).toBeNull()
    expect(await signIn(visitor(), { email, password: testPassword })).toEqual({ outcome: 'refused' })
    expect(await signIn(visitor(), { email, password: newPassword })).toMatchObject({ outcome: 'signed_in' })
    expect((await mailsTo(email)).at(-1)).toContain('vient d’être changé')
  })

  test('of three concurrent requests one link works', async () => {
    const email = 'three@example.test'
    await makeAccount(email)
    await Promise.all(
      [0, 1, 2].map((each) => requestPasswordReset({ ...visitor(), ip: `192.0.2.${each}` }, { email })),
    )
    const secrets = (await mailsTo(email)).map(
      (mail) => /mot-de-passe\/([A-Za-z0-9_-]{43})\s/.exec(mail)?.[1] ?? '',
    )
    expect(new Set(secrets).size).toBe(3)
    const [live] = await withSystem(systemTestContext(), (tx) =>
      tx.execute<{ count: number }>(
        sql`select count(*)::int as count from account_tokens t join accounts a on a.id = t.account_id
          where a.email = ${email} and t.purpose = 'reset_password' and t.used_at is null`,
      ),
    )
    expect(live?.count).toBe(1)
  })

  test('ends with a password change', async () => {
    const email = 'changed@example.test'
    await makeAccount(email)
    const secret = await requestReset(email)
    const ctx = await contextOf(visitor(), await signInAs(visitor(), email))
    await changePassword(ctx, { currentPassword: testPassword, newPassword })
    await expect(resetPassword(visitor(), { secret, newPassword: testPassword })).rejects.toMatchObject({
      code: 'invalid_token',
    })
    expect(await signIn(visitor(), { email, password: newPassword })).toMatchObject({ outcome: 'signed_in' })
  })

  test('is valid for thirty minutes', async () => {
    await makeAccount('half-hour@example.test')
    const secret = await requestReset('half-hour@example.test')
    await expect(resetPassword(soon(1800), { secret, newPassword })).rejects.toMatchObject({
      code: 'invalid_token',
    })
    await resetPassword(soon(1799), { secret, newPassword })
  })

  test('is not used up by a rejected password', async () => {
    await makeAccount('refused@example.test')
    const secret = await requestReset('refused@example.test')
    await expect(resetPassword(visitor(), { secret, newPassword: 'motdepasse123456' })).rejects.toMatchObject(
      {
        code: 'invalid_input',
        field: 'newPassword',
        params: { reason: 'password_common' },
      },
    )
    await resetPassword(visitor(), { secret, newPassword })
  })

  test('a newer one replaces it, and neither confirms an address', async () => {
    await makeAccount('newer@example.test')
    const older = await requestReset('newer@example.test')
    const newer = await requestReset('newer@example.test')
    await expect(resetPassword(visitor(), { secret: older, newPassword })).rejects.toMatchObject({
      code: 'invalid_token',
    })
    await expect(confirmEmail(visitor(), { secret: newer })).rejects.toMatchObject({ code: 'invalid_token' })
    await resetPassword(visitor(), { secret: newer, newPassword })
  })

  test('an unknown address gets the same answer, and nothing is sent', async () => {
    await makeAccount('somebody@example.test')
    expect(await requestPasswordReset(visitor(), { email: 'somebody@example.test' })).toBe(
      await requestPasswordReset(visitor(), { email: 'nobody@example.test' }),
    )
    expect(await mailsTo('somebody@example.test')).toHaveLength(1)
    expect(await mailsTo('nobody@example.test')).toHaveLength(0)
  })

  test.each(['limited@example.test', 'unknown-limited@example.test'])(
    '%s can be requested three times an hour, known or not, of 100 at the same time',
    async (email) => {
      if (email.startsWith('limited')) await makeAccount(email)
      const requests = await Promise.allSettled(
        Array.from({ length: 100 }, (_, index) =>
          requestPasswordReset({ ...visitor(), ip: `198.51.100.${index}` }, { email }),
        ),
      )
      expect(requests.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
      for (const each of requests)
        if (each.status === 'rejected')
          expect(each.reason).toMatchObject({
            code: 'rate_limited',
            params: { reason: 'wait', minutes: '60' },
          })
    },
  )

  test('only the digest of its secret is stored', async () => {
    await makeAccount('digest@example.test')
    const secret = await requestReset('digest@example.test')
    const rows = await withShared(visitor(), (tx) =>
      tx.execute(sql`select * from account_tokens where secret_hash = ${hashSecret(secret)}`),
    )
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain(secret)
  })
})

describe('a link to confirm an address', () => {
  const sendTo = async (email: string) => {
    const accountId = await makeAccount(email)
    await withShared(visitor(), (tx) => sendEmailConfirmation(tx, visitor(), accountId))
    return lastSecret(email, 'confirmation')
  }
  const signUp = async (email: string) => {
    const accountId = await makeAccount(email)
    await withShared(visitor(), (tx) => sendEmailConfirmation(tx, visitor(), accountId))
    return { accountId, secret: await lastSecret(email, 'confirmation') }
  }
  const browser = (signUpToken: string | null) => ({ signUpToken, userAgent: 'Firefox' })

  test('signs in the browser that signed up, once, of 20 at the same time', async () => {
    const { accountId, secret } = await signUp('same@example.test')
    const token = issueSignUpToken(accountId, testNow)
    const settled = await Promise.allSettled(
      Array.from({ length: 20 }, () => confirmEmail(visitor(), { secret }, browser(token))),
    )
    const confirmed = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
    expect(confirmed).toHaveLength(1)
    const session = await resolveSession(visitor(), confirmed[0]?.session?.secret ?? '')
    expect(session?.viewer).toMatchObject({ isEmailVerified: true, hasSecondFactor: false })
    const rows = await withSystem(systemTestContext(), (tx) =>
      tx.execute(
        sql`select details from audit_events where event = 'account.signed_in' and actor_id = ${accountId}`,
      ),
    )
    expect(rows).toMatchObject([{ details: { by: 'sign_up_link', secondFactor: false } }])
    const again = confirmEmail(visitor(), { secret }, browser(token))
    await expect(again).rejects.toMatchObject({ code: 'invalid_token' })
  })

  test('signs in no other browser', async () => {
    const other = await makeAccount('other@example.test')
    const tokens = [
      () => null,
      () => 'v1.1.acc_00000000000000000000000000.x',
      () => issueSignUpToken(other, testNow),
      (own: typeof other) => issueSignUpToken(own, addSeconds(testNow, -86_400)),
      (own: typeof other) => `${issueSignUpToken(own, testNow).slice(0, -1)}_`,
      (own: typeof other) => issueSignUpToken(other, testNow).replace(other, own),
    ]
    for (const [index, tokenOf] of tokens.entries()) {
      const { accountId, secret } = await signUp(`elsewhere-${index}@example.test`)
      const confirmed = await confirmEmail(visitor(), { secret }, browser(tokenOf(accountId)))
      expect(confirmed, String(index)).toEqual({ session: null })
    }
  })

  test('signs in no account that was disabled, or got a second factor, since', async () => {
    for (const column of ['disabled_at', 'totp_enabled_at']) {
      const { accountId, secret } = await signUp(`${column}@example.test`)
      await database.sql`update accounts set ${database.sql({ [column]: testNow })} where id = ${accountId}`
      const token = issueSignUpToken(accountId, testNow)
      expect(await confirmEmail(visitor(), { secret }, browser(token))).toEqual({ session: null })
    }
  })

  test('confirms once, of 20 at the same time', async () => {
    const secret = await sendTo('confirm@example.test')
    const settled = await Promise.allSettled(
      Array.from({ length: 20 }, () => confirmEmail(visitor(), { secret })),
    )
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const ctx = visitor()
    const session = await resolveSession(ctx, await signInAs(ctx, 'confirm@example.test'))
    expect(session?.viewer.isEmailVerified).toBe(true)
    const events = await withSystem(systemTestContext(), (tx) =>
      tx.execute(sql`select 1 from audit_events e join accounts a on a.id = e.subject_id
        where e.event = 'account.email_confirmed' and a.email = 'confirm@example.test'`),
    )
    expect(events).toHaveLength(1)
  })

  test('is valid for a day', async () => {
    const secret = await sendTo('day@example.test')
    await expect(confirmEmail(soon(86_400), { secret })).rejects.toMatchObject({ code: 'invalid_token' })
    await confirmEmail(soon(86_399), { secret })
  })

  test('is sent three times an hour at most, and not after confirmation', async () => {
    const email = 'again@example.test'
    await sendTo(email)
    const ctx = await contextOf(visitor(), await signInAs(visitor(), email))
    for (let sent = 0; sent < 3; sent += 1) await resendEmailConfirmation(ctx)
    await expect(resendEmailConfirmation(ctx)).rejects.toMatchObject({ code: 'rate_limited' })
    expect(await mailsTo(email)).toHaveLength(4)
    await confirmEmail(visitor(), { secret: await lastSecret(email, 'confirmation') })
    await withShared(visitor(), (tx) => tx.execute(sql`delete from rate_limits`))
    await expect(resendEmailConfirmation(ctx)).rejects.toMatchObject({
      params: { reason: 'email_confirmed_already' },
    })
  })
})
