import { withShared } from '~/db/client'
import { anonymousTestContext, testNow } from '~/db/testing/contexts'
import { invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext, StaffRole } from '~/lib/kernel/op-context'
import { hashPassword } from '../credentials/password-hash'
import { insertAccount } from '../queries/accounts'
import { resolveSession } from '../resolve-session'
import { signIn } from '../sessions/sign-in'
import { createStaff } from '../staff/create-staff'

export const testPassword = 'quatre tasses de verveine'

/** Somebody without a session, on either site, from an address of their own. */
export function visitor(surface: 'portal' | 'operator' = 'portal', now: Date = testNow): OpContext {
  return { ...anonymousTestContext(now), surface }
}

/** An account of the customers' site with the password above. */
export async function makeAccount(email: string): Promise<Id<'account'>> {
  const id = newId('account')
  const passwordHash = await hashPassword(testPassword)
  await withShared(visitor(), (tx) =>
    insertAccount(tx, {
      id,
      email,
      fullName: 'Camille Test',
      passwordHash,
      locale: 'fr',
      createdAt: testNow,
    }),
  )
  return id
}

/** A member of staff with the password above and no second factor yet. */
export async function makeStaff(email: string, roles: StaffRole[] = ['moderator']): Promise<Id<'staff'>> {
  const ctx: OpContext = { ...visitor('operator'), actor: { kind: 'system', name: 'test' } }
  return (await createStaff(ctx, { email, fullName: 'Sacha Test', roles, password: testPassword })).staffId
}

/** Sign in with the password above; the secret a browser would now hold in its cookie. */
export async function signInAs(ctx: OpContext, email: string, code?: string): Promise<string> {
  const outcome = await signIn(ctx, { email, password: testPassword, ...(code && { code }) })
  invariant(outcome.outcome === 'signed_in', `signed in, not ${outcome.outcome}`)
  return outcome.sessionSecret
}

/** The context of the person behind a session secret, as the site would make it. */
export async function contextOf(ctx: OpContext, sessionSecret: string): Promise<OpContext> {
  const session = await resolveSession(ctx, sessionSecret)
  invariant(session, 'the session stands')
  return { ...ctx, actor: session.actor }
}

process.env.PORTAL_URL ??= 'http://portal.test'
process.env.OPERATOR_URL ??= 'http://operator.test'
