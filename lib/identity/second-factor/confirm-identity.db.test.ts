import { sql } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { withShared, withSystem } from '~/db/client'
import { systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { testPassword } from '~/testing/password'
import { resolveSession } from '../resolve-session'
import { listSessions } from '../sessions/list-sessions'
import { contextOf, makeAccount, makeUnenrolledStaff, signInAs, visitor } from '../testing/people'
import { confirmIdentity } from './confirm-identity'
import { enableSecondFactor } from './enable-second-factor'
import { readSecondFactor } from './read-second-factor'
import { requireFreshProof } from './require-fresh-proof'
import { totpCode } from './totp'

const database = useTestDatabase()

beforeEach(() =>
  withShared(visitor(), async (tx) => {
    await tx.execute(sql`delete from rate_limits`)
  }),
)

const fresh = 5 * 60
const after = (ctx: OpContext, seconds: number): OpContext => ({ ...ctx, now: addSeconds(testNow, seconds) })

async function withPassword(email: string) {
  await makeAccount(email)
  return contextOf(visitor(), await signInAs(visitor(), email))
}

async function withFactor(email: string) {
  const ctx = await withPassword(email)
  const view = await readSecondFactor(ctx, 'Andromède')
  const secret = view.state === 'offered' ? view.secret : ''
  const { sessionSecret, recoveryCodes } = await enableSecondFactor(ctx, { code: totpCode(secret, testNow) })
  return { ctx: await contextOf(visitor(), sessionSecret), sessionSecret, secret, recoveryCodes }
}

test('signing in is a proof for five minutes, then a password is required', async () => {
  const ctx = await withPassword('password@example.test')
  await requireFreshProof(after(ctx, fresh))
  await expect(requireFreshProof(after(ctx, fresh + 1))).rejects.toMatchObject({
    code: 'proof_required',
    params: { proof: 'password' },
  })
})

test('a person with a second factor gives a code; the password is not enough', async () => {
  const { ctx, secret, recoveryCodes } = await withFactor('factor@example.test')
  await requireFreshProof(after(ctx, fresh))
  const later = after(ctx, fresh + 1)
  await expect(requireFreshProof(later)).rejects.toMatchObject({ params: { proof: 'code' } })
  await expect(confirmIdentity(later, { proof: testPassword })).rejects.toMatchObject({
    code: 'invalid_code',
    field: 'proof',
  })
  await expect(requireFreshProof(later)).rejects.toMatchObject({ code: 'proof_required' })
  const { sessionSecret } = await confirmIdentity(later, { proof: totpCode(secret, later.now) })
  const proven = await contextOf(later, sessionSecret)
  await requireFreshProof({ ...proven, now: addSeconds(later.now, fresh) })
  const muchLater = { ...proven, now: addSeconds(later.now, fresh + 1) }
  await expect(requireFreshProof(muchLater)).rejects.toMatchObject({ params: { proof: 'code' } })
  const again = await confirmIdentity(muchLater, { proof: recoveryCodes[0] ?? '' })
  await requireFreshProof(await contextOf(muchLater, again.sessionSecret))
})

test('a confirmed session is a new one with the old absolute limit, and the old one has ended', async () => {
  const ctx = await withPassword('renewed@example.test')
  const later = after(ctx, 600)
  const [before] = await listSessions(later)
  await expect(confirmIdentity(later, { proof: 'wrong' })).rejects.toMatchObject({
    code: 'invalid_credentials',
    field: 'proof',
  })
  const { sessionSecret } = await confirmIdentity(later, { proof: testPassword })
  const proven = await contextOf(later, sessionSecret)
  await requireFreshProof(proven)
  const sessions = await listSessions(proven)
  expect(sessions).toHaveLength(1)
  expect(sessions[0]?.id).not.toBe(before?.id)
  await expect(requireFreshProof(later)).rejects.toMatchObject({ code: 'unauthenticated' })
  const rows = await withShared(later, (tx) =>
    tx.execute(sql`select distinct expires_at from account_sessions s join accounts a on a.id = s.account_id
      where a.email = 'renewed@example.test'`),
  )
  expect(rows).toHaveLength(1)
  const events = await withSystem(systemTestContext(), (tx) =>
    tx.execute(sql`select details->>'by' as by from audit_events e join accounts a on a.id = e.subject_id
      where event = 'account.identity_confirmed' and a.email = 'renewed@example.test'`),
  )
  expect(events).toEqual([{ by: 'password' }])
})

test('staff confirm with a code, on their own site', async () => {
  const email = 'proof@operator.test'
  await makeUnenrolledStaff(database.sql, email)
  const anonymous = visitor('operator')
  const enrolling = await contextOf(anonymous, await signInAs(anonymous, email))
  const view = await readSecondFactor(enrolling, 'Andromède')
  const secret = view.state === 'offered' ? view.secret : ''
  const enrolled = await enableSecondFactor(enrolling, { code: totpCode(secret, testNow) })
  const later = after(await contextOf(anonymous, enrolled.sessionSecret), fresh + 60)
  await expect(requireFreshProof(later)).rejects.toMatchObject({ params: { proof: 'code' } })
  const { sessionSecret } = await confirmIdentity(later, { proof: totpCode(secret, later.now) })
  await requireFreshProof(await contextOf(later, sessionSecret))
  const events = await withSystem(systemTestContext(), (tx) =>
    tx.execute(sql`select count(*)::int as n from audit_events where event = 'staff.identity_confirmed'`),
  )
  expect(events).toEqual([{ n: 1 }])
})

test('one code confirms one session, also when sent ten times at once', async () => {
  const { ctx, secret, sessionSecret } = await withFactor('race@example.test')
  process.env.RATE_LIMIT_FACTOR = '100'
  const later = after(ctx, 600)
  const proof = totpCode(secret, later.now)
  const settled = await Promise.allSettled(
    Array.from({ length: 10 }, () => confirmIdentity(later, { proof })),
  )
  delete process.env.RATE_LIMIT_FACTOR
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await resolveSession(later, sessionSecret)).toBeNull()
})

test('five wrong codes pause the person', async () => {
  const { ctx } = await withFactor('guesser@example.test')
  const later = after(ctx, 600)
  for (let guess = 0; guess < 5; guess += 1)
    await expect(confirmIdentity(later, { proof: `00000${guess}` })).rejects.toMatchObject({
      code: 'invalid_code',
    })
  await expect(confirmIdentity(later, { proof: '000009' })).rejects.toMatchObject({ code: 'rate_limited' })
})
