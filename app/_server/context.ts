import 'server-only'
import { randomUUID } from 'node:crypto'
import { cookies, headers } from 'next/headers'
import { getLocale } from 'next-intl/server'
import { cache } from 'react'
import {
  type MembershipView,
  membershipIn,
  type ResolvedSession,
  resolveSession,
  wasJustReplaced,
} from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { addToScope } from '~/lib/kernel/request-scope'
import { systemNow } from '~/lib/kernel/time/clock'
import { requestedPath } from './requested-path'
import { sessionCookieName } from './session-cookie'
import { isSessionUse } from './session-use'
import { currentSurface } from './surface'

/** The context of an anonymous request; once per request. */
export const anonymousContext = cache(async (): Promise<OpContext> => {
  const incoming = await headers()
  return {
    surface: currentSurface(),
    actor: { kind: 'anonymous' },
    membership: null,
    requestId: incoming.get('x-request-id') ?? randomUUID(),
    now: systemNow(),
    // Set by proxy.ts from the connection (or the trusted reverse proxy), never by the client.
    ip: incoming.get('x-client-ip'),
    locale: (await getLocale()) === 'en' ? 'en' : 'fr',
  }
})

async function sessionSecret(): Promise<string | null> {
  const secret = (await cookies()).get(sessionCookieName())?.value
  return secret && secret.length <= 200 ? secret : null
}

/** Whether this request was under way while its session was replaced. */
export async function isFromReplacedSession(): Promise<boolean> {
  const secret = await sessionSecret()
  return secret !== null && wasJustReplaced(await anonymousContext(), secret)
}

/** The session of this surface's cookie, validated against its row; once per request. */
export const currentSession = cache(async (): Promise<ResolvedSession | null> => {
  const secret = await sessionSecret()
  if (secret === null) return null
  const [path, incoming] = [await requestedPath(), await headers()]
  return resolveSession(await anonymousContext(), secret, { isUse: isSessionUse(path ?? null, incoming) })
})

/**
 * The context of the signed-in person, without an organisation; staff need a completed second factor.
 *
 * @throws DomainError `unauthenticated`, `second_factor_setup_required`
 */
export async function signedInContext(): Promise<OpContext> {
  const ctx = await enrollingContext()
  if (ctx.actor.kind === 'staff' && !ctx.actor.secondFactorAt)
    throw new DomainError('second_factor_setup_required')
  return ctx
}

/** Like `signedInContext`, but also for staff without a second factor: to enrol one, and to sign out. */
export async function enrollingContext(): Promise<OpContext> {
  const session = await currentSession()
  if (!session) throw new DomainError('unauthenticated')
  return { ...(await anonymousContext()), actor: session.actor }
}

/** The context of a member acting in an organisation. @throws DomainError `unauthenticated`, `not_found` */
export async function memberContext(
  organisationId: string,
): Promise<OpContext & { membership: MembershipView }> {
  const session = await currentSession()
  if (!session) throw new DomainError('unauthenticated')
  const membership = membershipIn(session, organisationId)
  if (!membership) throw new DomainError('not_found', { internal: 'not a member' })
  addToScope({ organisationId: membership.organisationId })
  return { ...(await anonymousContext()), actor: session.actor, membership }
}
