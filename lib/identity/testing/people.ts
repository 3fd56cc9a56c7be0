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

/** An anonymous visitor of either site, with its own address. */
export function visitor(surface: 'portal' | 'operator' = 'portal', now: Date = testNow): OpContext {
  return { ...anonymousTestContext(now), surface }
}

/** Creates a customers' account with the password above. */
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

/** Creates a member of staff with the password above and no second factor. */
export async function makeStaff(email: string, roles: StaffRole[] = ['moderator']): Promise<Id<'staff'>> {
  const ctx: OpContext = { ...visitor('operator'), actor: { kind: 'system', name: 'test' } }
  return (await createStaff(ctx, { email, fullName: 'Sacha Test', roles, password: testPassword })).staffId
}

/** Signs in with the password above; returns the secret of the cookie. */
export async function signInAs(ctx: OpContext, email: string, code?: string): Promise<string> {
  const outcome = await signIn(ctx, { email, password: testPassword, ...(code && { code }) })
  invariant(outcome.outcome === 'signed_in', `signed in, not ${outcome.outcome}`)
  return outcome.sessionSecret
}

/** Returns the context of the person behind a session secret, as the site builds it. */
export async function contextOf(ctx: OpContext, sessionSecret: string): Promise<OpContext> {
  const session = await resolveSession(ctx, sessionSecret)
  invariant(session, 'the session stands')
  return { ...ctx, actor: session.actor }
}

process.env.PORTAL_URL ??= 'http://portal.test'
process.env.OPERATOR_URL ??= 'http://operator.test'
