import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { withShared } from '~/db/client'
import { testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { addSeconds } from '~/lib/kernel/time/clock'
import { testPassword } from '~/testing/password'
import { signUpOrganisation } from '../organisations/sign-up-organisation'
import { enableDemonstrationFactor } from '../second-factor/enable-demonstration-factor'
import { signIn } from '../sessions/sign-in'
import { addEstablishment, application, freshSiret } from '../testing/applicants'
import { makeAccount, makeUnenrolledStaff, visitor } from '../testing/people'
import { requestPasswordReset } from '../tokens'
import * as passwordHash from './password-hash'

const database = useTestDatabase()

beforeEach(async () => {
  await withShared(visitor(), (tx) => tx.execute(sql`delete from rate_limits`))
})

/** Counts the passwords hashed and the hashes verified during `act`. */
async function workOf(act: () => Promise<unknown>) {
  const hash = vi.spyOn(passwordHash, 'hashPassword')
  const verify = vi.spyOn(passwordHash, 'verifyPassword')
  try {
    const answer = await act()
    return { answer, hashes: hash.mock.calls.length, verifies: verify.mock.calls.length }
  } finally {
    hash.mockRestore()
    verify.mockRestore()
  }
}

describe.each(['portal', 'operator'] as const)('signing in on the %s', (surface) => {
  const make = (email: string) =>
    surface === 'portal' ? makeAccount(email) : makeUnenrolledStaff(database.sql, email)
  const attempt = (email: string, password: string) => () => signIn(visitor(surface), { email, password })

  test('costs one verification of the same cost for any address, with the same answer', async () => {
    const known = `known@${surface}.test`
    const disabled = `disabled@${surface}.test`
    const enrolled = `enrolled@${surface}.test`
    await make(known)
    await make(disabled)
    const enrolledId = await make(enrolled)
    const ctx = visitor(surface)
    const system = { ...ctx, actor: { kind: 'system' as const, name: 'test' } }
    await withShared(ctx, (tx) => enableDemonstrationFactor(tx, system, enrolledId))
    await withShared(ctx, (tx) =>
      tx.execute(
        surface === 'portal'
          ? sql`update accounts set disabled_at = now() where email = ${disabled}`
          : sql`update staff_accounts set disabled_at = now() where email = ${disabled}`,
      ),
    )
    const unknown = await workOf(attempt(`nobody@${surface}.test`, 'wrong password'))
    expect(unknown).toEqual({ answer: { outcome: 'refused' }, hashes: 0, verifies: 1 })
    for (const email of [known, disabled, enrolled])
      expect(await workOf(attempt(email, 'wrong password'))).toEqual(unknown)
    // The right password of a disabled account does not sign in and reveals nothing.
    expect(await workOf(attempt(disabled, testPassword))).toEqual(unknown)
  })
})

test('requesting a new password hashes nothing and answers the same for any address', async () => {
  await makeAccount('customer@example.test')
  const known = await workOf(() => requestPasswordReset(visitor(), { email: 'customer@example.test' }))
  const unknown = await workOf(() => requestPasswordReset(visitor(), { email: 'nobody@example.test' }))
  expect(known).toEqual({ answer: undefined, hashes: 0, verifies: 0 })
  expect(unknown).toEqual(known)
})

test('signing up hashes once and answers the same, with or without an existing account', async () => {
  await makeAccount('taken@valmont.example')
  const apply = async (email: string) => {
    const siret = freshSiret()
    await addEstablishment(siret)
    return workOf(() => signUpOrganisation(visitor(), application(siret, { email })))
  }
  const known = await apply('taken@valmont.example')
  const unknown = await apply('new@valmont.example')
  const same = {
    answer: {
      outcome: 'confirmation_sent',
      accountId: expect.stringMatching(/^acc_/),
      linkExpiresAt: addSeconds(testNow, 86_400),
    },
    hashes: 1,
    verifies: 0,
  }
  expect(unknown).toEqual(same)
  expect(known).toEqual(same)
})
