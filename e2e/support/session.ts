import type { BrowserContext } from '@playwright/test'
import { withShared } from '~/db/client'
import { readDemonstrationCode, resolveSession, signOut } from '~/lib/identity'
import { directoryOf } from '~/lib/identity/person'
import { openSession } from '~/lib/identity/sessions/open-session'
import { invariant } from '~/lib/kernel/errors'
import { newSecret } from '~/lib/kernel/secrets/secrets'
import type { Person } from '~/testing/buyer'
import type { StaffPerson } from '~/testing/staff'
import { sql, systemNowContext, visitorContext } from './database'
import { siteUrl, type WebSurface } from './installation-facts'

/** On http there is no `__Host-` prefix. */
export const cookieName = (surface: WebSurface) => `andromede-${surface}`

/** A Cookie header: `andromede-portal=…`. */
export const cookieOf = (surface: WebSurface, secret: string) => `${cookieName(surface)}=${secret}`

/** The secret of a new session of this person, with a fresh second factor by default. */
export async function openSessionOf(
  person: Person | StaffPerson,
  options: { hasSecondFactor?: boolean } = {},
): Promise<string> {
  const ctx = visitorContext(person.surface)
  const id = person.surface === 'portal' ? person.accountId : person.staffId
  const secondFactorAt = (options.hasSecondFactor ?? true) ? ctx.now : null
  return withShared(ctx, (tx) =>
    openSession(tx, ctx, directoryOf(ctx), id, { secondFactorAt, userAgent: 'e2e' }),
  )
}

/** The secret of a real session that has ended. */
export async function openEndedSessionOf(person: Person | StaffPerson): Promise<string> {
  const secret = await openSessionOf(person)
  const ctx = visitorContext(person.surface)
  const session = await resolveSession(ctx, secret)
  invariant(session, 'the session stood')
  await signOut({ ...ctx, actor: session.actor })
  return secret
}

/** A well-formed session secret without a session. */
export const forgedSecret = newSecret

/** Signs this browser in as the person. */
export async function signIn(
  context: BrowserContext,
  person: Person | StaffPerson,
  options: { hasSecondFactor?: boolean } = {},
): Promise<void> {
  await context.addCookies([
    {
      name: cookieName(person.surface),
      value: await openSessionOf(person, options),
      url: siteUrl(person.surface),
      httpOnly: true,
      sameSite: 'Lax',
    },
  ])
}

/** Makes all sessions of this person an hour old: their second factor is no longer fresh. */
export async function ageSessionsOf(person: Person | StaffPerson): Promise<void> {
  if (person.surface === 'operator') {
    await sql`
      update staff_sessions set created_at = created_at - interval '1 hour',
        second_factor_at = second_factor_at - interval '1 hour' where staff_id = ${person.staffId}`
    return
  }
  const { accountId } = person
  await sql`
    update account_sessions set created_at = created_at - interval '1 hour',
      second_factor_at = second_factor_at - interval '1 hour' where account_id = ${accountId}`
}

/** The current code of the person's authenticator. */
export async function demonstrationCodeOf({ email }: Person): Promise<string> {
  return readDemonstrationCode(systemNowContext('portal'), { email })
}
