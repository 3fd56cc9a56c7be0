import type { BrowserContext } from '@playwright/test'
import { withShared } from '~/db/client'
import { resolveSession, signOut } from '~/lib/identity'
import { directoryOf } from '~/lib/identity/person'
import { openSession } from '~/lib/identity/sessions/open-session'
import { invariant } from '~/lib/kernel/errors'
import { newSecret } from '~/lib/kernel/secrets'
import { visitorContext } from './database'
import { siteUrl, type WebSurface } from './installation-facts'
import type { Person, StaffPerson } from './world'

/** On http there is no `__Host-` prefix. */
export const cookieName = (surface: WebSurface) => `andromede-${surface}`

/** What a browser sends: `andromede-portal=…`. */
export const cookieOf = (surface: WebSurface, secret: string) => `${cookieName(surface)}=${secret}`

/** The secret of a new session of this person, with a fresh second factor unless told otherwise. */
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

/** The secret of a session that was real and has ended. */
export async function openEndedSessionOf(person: Person | StaffPerson): Promise<string> {
  const secret = await openSessionOf(person)
  const ctx = visitorContext(person.surface)
  const session = await resolveSession(ctx, secret)
  invariant(session, 'the session stood')
  await signOut({ ...ctx, actor: session.actor })
  return secret
}

/** Looks like a session's secret and belongs to none. */
export const forgedSecret = newSecret

/** From here on this browser is signed in as the person. */
export async function signIn(context: BrowserContext, person: Person | StaffPerson): Promise<void> {
  await context.addCookies([
    {
      name: cookieName(person.surface),
      value: await openSessionOf(person),
      url: siteUrl(person.surface),
      httpOnly: true,
      sameSite: 'Lax',
    },
  ])
}
