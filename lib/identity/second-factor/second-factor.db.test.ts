import { sql } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { withShared, withSystem } from '~/db/client'
import { systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { unseal } from '~/lib/kernel/secrets/secrets'
import { addSeconds } from '~/lib/kernel/time/clock'
import { makeBuyer } from '~/testing/buyer'
import { testPassword } from '~/testing/password'
import { contextOf, makeAccount, makeUnenrolledStaff, signInAs, visitor } from '../testing/people'
import { readDemonstrationCode } from './demonstration-code'
import { disableSecondFactor } from './disable-second-factor'
import { enableDemonstrationFactor } from './enable-demonstration-factor'
import { enableSecondFactor } from './enable-second-factor'
import { readSecondFactor } from './read-second-factor'
import { renewRecoveryCodes } from './renew-recovery-codes'
import { totpCode, totpPlace } from './totp'

const database = useTestDatabase()

beforeEach(() =>
  withShared(visitor(), async (tx) => {
    await tx.execute(sql`delete from rate_limits`)
  }),
)

async function signedIn(email: string, surface: 'portal' | 'operator' = 'portal') {
  const id = surface === 'portal' ? await makeAccount(email) : await makeUnenrolledStaff(database.sql, email)
  const secret = await signInAs(visitor(surface), email)
  return { id, ctx: await contextOf(visitor(surface), secret) }
}

test('the offered secret can be scanned, survives a reload, and is not stored until it is confirmed', async () => {
  const { id, ctx } = await signedIn('offer@example.test')
  const view = await readSecondFactor(ctx, 'Andromède')
  expect(view).toMatchObject({ state: 'offered', isMandatory: false, needsPassword: false })
  expect(await readSecondFactor(ctx, 'Andromède')).toEqual(view)
  if (view.state !== 'offered') throw new Error('offered')
  await expect(enableSecondFactor(ctx, { code: '000000' })).rejects.toMatchObject({
    code: 'invalid_code',
    field: 'code',
  })
  const before = await withShared(ctx, (tx) =>
    tx.execute(sql`select totp_secret_sealed from accounts where id = ${id}`),
  )
  expect(before).toEqual([{ totp_secret_sealed: null }])

  const { sessionSecret, recoveryCodes } = await enableSecondFactor(ctx, {
    code: totpCode(view.secret, testNow),
  })
  const raised = await contextOf(visitor(), sessionSecret)
  expect(await readSecondFactor(raised, 'Andromède')).toEqual({
    state: 'enabled',
    enabledAt: testNow.toISOString(),
    unusedRecoveryCodes: 10,
    isMandatory: false,
  })
  const rows = await withShared(ctx, (tx) =>
    tx.execute<{ totp_secret_sealed: string }>(
      sql`select totp_secret_sealed, email, full_name from accounts where id = ${id}`,
    ),
  )
  const sealed = rows[0]?.totp_secret_sealed ?? ''
  expect(JSON.stringify(rows)).not.toContain(view.secret)
  expect(unseal(sealed, totpPlace('account', id))).toBe(view.secret)
  expect(() => unseal(sealed, totpPlace('account', 'acc_other'))).toThrow()
  const codes = await withShared(ctx, (tx) => tx.execute(sql`select * from account_recovery_codes`))
  for (const code of recoveryCodes) expect(JSON.stringify(codes)).not.toContain(code)
})

test('a session that is no longer fresh requires the password first', async () => {
  const { ctx } = await signedIn('stale@example.test')
  const later = { ...ctx, now: addSeconds(testNow, 15 * 60 + 1) }
  const view = await readSecondFactor(later, 'Andromède')
  if (view.state !== 'offered') throw new Error('offered')
  expect(view.needsPassword).toBe(true)
  const code = totpCode(view.secret, later.now)
  await expect(enableSecondFactor(later, { code })).rejects.toMatchObject({ field: 'password' })
  await expect(enableSecondFactor(later, { code, password: 'wrong' })).rejects.toMatchObject({
    code: 'invalid_credentials',
  })
  expect((await enableSecondFactor(later, { code, password: testPassword })).recoveryCodes).toHaveLength(10)
})

test('of 10 concurrent confirmations one counts', async () => {
  const { ctx } = await signedIn('race@example.test')
  process.env.RATE_LIMIT_FACTOR = '100'
  const view = await readSecondFactor(ctx, 'Andromède')
  const code = view.state === 'offered' ? totpCode(view.secret, testNow) : ''
  const settled = await Promise.allSettled(
    Array.from({ length: 10 }, () => enableSecondFactor(ctx, { code })),
  )
  delete process.env.RATE_LIMIT_FACTOR
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('new recovery codes replace the old ones after a right code', async () => {
  const { ctx } = await signedIn('renew@example.test')
  const view = await readSecondFactor(ctx, 'Andromède')
  const on = await enableSecondFactor(ctx, {
    code: view.state === 'offered' ? totpCode(view.secret, testNow) : '',
  })
  const raised = await contextOf(visitor(), on.sessionSecret)
  await expect(renewRecoveryCodes(raised, { code: '000000' })).rejects.toMatchObject({ code: 'invalid_code' })
  const renewed = await renewRecoveryCodes(raised, { code: on.recoveryCodes[0] ?? '' })
  await expect(renewRecoveryCodes(raised, { code: on.recoveryCodes[1] ?? '' })).rejects.toMatchObject({
    code: 'invalid_code',
  })
  await renewRecoveryCodes(raised, { code: renewed.recoveryCodes[0] ?? '' })
})

test('staff cannot turn it off', async () => {
  const { ctx } = await signedIn('staff@example.test', 'operator')
  const view = await readSecondFactor(ctx, 'Andromède')
  expect(view.isMandatory).toBe(true)
  const on = await enableSecondFactor(ctx, {
    code: view.state === 'offered' ? totpCode(view.secret, testNow) : '',
  })
  const raised = await contextOf(visitor('operator'), on.sessionSecret)
  await expect(disableSecondFactor(raised, { code: on.recoveryCodes[0] ?? '' })).rejects.toMatchObject({
    code: 'state_forbids',
    params: { reason: 'second_factor_mandatory' },
  })
  const events = await withSystem(systemTestContext(), (tx) =>
    tx.execute(sql`select 1 from audit_events where event = 'staff.second_factor_enabled'`),
  )
  expect(events).toHaveLength(1)
})

test('an owner cannot turn it off, a reader can', async () => {
  const { accountId, email } = (await makeBuyer(database.sql)).owner
  await database.sql`update accounts set totp_secret_sealed = null, totp_enabled_at = null where id = ${accountId}`
  const ctx = await contextOf(visitor(), await signInAs(visitor(), email))
  const view = await readSecondFactor(ctx, 'Andromède')
  expect(view.isMandatory).toBe(true)
  const on = await enableSecondFactor(ctx, {
    code: view.state === 'offered' ? totpCode(view.secret, testNow) : '',
  })
  const raised = await contextOf(visitor(), on.sessionSecret)
  const code = on.recoveryCodes[0] ?? ''
  await expect(disableSecondFactor(raised, { code })).rejects.toMatchObject({ code: 'state_forbids' })
  await database.sql`update organisation_members set role = 'reader' where account_id = ${accountId}`
  await disableSecondFactor(raised, { code })
})

test('only the command line reads the code of a demonstration factor', async () => {
  const id = await makeAccount('demo@example.test')
  const system = { ...visitor(), actor: { kind: 'system' as const, name: 'test' } }
  await withShared(system, (tx) => enableDemonstrationFactor(tx, system, id))
  const code = await readDemonstrationCode(system, { email: 'demo@example.test' })
  expect(await signInAs(visitor(), 'demo@example.test', code)).toMatch(/^[A-Za-z0-9_-]{43}$/)
  await expect(readDemonstrationCode(visitor(), { email: 'demo@example.test' })).rejects.toMatchObject({
    code: 'forbidden',
  })
  await expect(readDemonstrationCode(system, { email: 'other@example.test' })).rejects.toMatchObject({
    code: 'not_found',
  })
})
