import type postgres from 'postgres'
import { withShared } from '~/db/client'
import { anonymousTestContext, testNow } from '~/db/testing/contexts'
import { invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext, StaffRole } from '~/lib/kernel/op-context'
import { testPassword, testPasswordHash } from '~/testing/password'
import { makeStaff } from '~/testing/staff'
import { insertAccount } from '../queries/accounts'
import { resolveSession } from '../resolve-session'
import { signIn } from '../sessions/sign-in'

/** An anonymous visitor of either site, with its own address. */
export function visitor(surface: 'portal' | 'operator' = 'portal', now: Date = testNow): OpContext {
  return { ...anonymousTestContext(now), surface }
}

/** Creates a customers' account with the password of tests. */
export async function makeAccount(email: string): Promise<Id<'account'>> {
  const id = newId('account')
  await withShared(visitor(), (tx) =>
    insertAccount(tx, {
      id,
      email,
      fullName: 'Camille Test',
      passwordHash: testPasswordHash,
      locale: 'fr',
      createdAt: testNow,
    }),
  )
  return id
}

/** Creates a member of staff who has yet to enrol a second factor. */
export async function makeUnenrolledStaff(
  sql: postgres.Sql,
  email: string,
  roles: StaffRole[] = ['moderator'],
): Promise<Id<'staff'>> {
  return (await makeStaff(sql, roles, { email, hasSecondFactor: false })).staffId
}

/** Signs in with the password of tests; returns the secret of the cookie. */
export async function signInAs(ctx: OpContext, email: string, code?: string): Promise<string> {
  const outcome = await signIn(ctx, { email, password: testPassword, ...(code && { code }) })
  invariant(outcome.outcome === 'signed_in', `signed in, not ${outcome.outcome}`)
  return outcome.sessionSecret
}

/** Returns the context of the person behind a session secret, as the site builds it. */
export async function contextOf(ctx: OpContext, sessionSecret: string): Promise<OpContext> {
  const session = await resolveSession(ctx, sessionSecret)
  invariant(session, 'the session exists')
  return { ...ctx, actor: session.actor }
}

process.env.PORTAL_URL ??= 'http://portal.test'
process.env.OPERATOR_URL ??= 'http://operator.test'
