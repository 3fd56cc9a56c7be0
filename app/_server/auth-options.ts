import 'server-only'
import { cookies } from 'next/headers'
import type { NextAuthOptions, User } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { resolveSession, type SignInOutcome, signIn, signOut } from '~/lib/identity'
import { signInInput } from '~/lib/identity/schema'
import { log } from '~/lib/kernel/log'
import { parseInput } from '~/lib/kernel/parse-input'
import { routes } from '~/lib/routes'
import { anonymousContext } from './context'
import {
  cookieOptions,
  deviceCookieName,
  helperCookieName,
  isSecureSite,
  sessionCookieName,
  sessionCookieSeconds,
} from './session-cookie'
import { currentSurface } from './surface'

/**
 * What `authorize` returned or threw, for the route's response: next-auth itself only distinguishes success and
 * failure.
 */
export type SeenOutcome = { current: SignInOutcome | null; error: unknown }

/**
 * next-auth runs the sign-in protocol; the session is ours. Its "token" is only the opaque session secret: encoding
 * returns the secret, decoding reads the row. A dead session decodes to null, so that the session endpoint clears
 * the cookie rather than renewing it.
 */
export function authOptions(seen: SeenOutcome): NextAuthOptions {
  const signInPage = currentSurface() === 'operator' ? routes.operator.signIn() : routes.signIn()
  return {
    providers: [credentials(seen)],
    session: { strategy: 'jwt', maxAge: sessionCookieSeconds() },
    useSecureCookies: isSecureSite(),
    cookies: {
      sessionToken: { name: sessionCookieName(), options: cookieOptions() },
      csrfToken: { name: helperCookieName('csrf'), options: cookieOptions() },
      callbackUrl: { name: helperCookieName('callback'), options: cookieOptions() },
    },
    pages: { signIn: signInPage, signOut: signInPage, error: signInPage, verifyRequest: signInPage },
    jwt: {
      encode: async ({ token }) => String(token?.sid ?? ''),
      decode: async ({ token }) => (token && (await isAlive(token)) ? { sid: token } : null),
    },
    callbacks: {
      // `trigger: 'update'` passes client data: ignore it.
      jwt: async ({ token, user }) =>
        user ? { sid: (user as SignedInUser).sessionSecret } : { sid: token.sid },
      session: async ({ session }) => ({ expires: session.expires, isSignedIn: true }),
      redirect: async ({ baseUrl }) => baseUrl,
    },
    events: {
      signOut: async ({ token }) => {
        if (token?.sid) await endSession(String(token.sid))
      },
    },
    logger: {
      error: (code) => log.debug({ code }, 'next-auth'),
      warn: (code) => log.debug({ code }, 'next-auth'),
      debug: () => undefined,
    },
  }
}

type SignedInUser = User & { sessionSecret: string }

function credentials(seen: SeenOutcome) {
  return CredentialsProvider({
    credentials: { email: {}, password: {}, code: {} },
    authorize: async (given, request) => {
      try {
        seen.current = await attempt(given ?? {}, request.headers?.['user-agent'])
      } catch (error) {
        seen.error = error
        return null
      }
      if (seen.current.outcome !== 'signed_in') return null
      const user: SignedInUser = { id: 'session', sessionSecret: seen.current.sessionSecret }
      return user
    },
  })
}

/** Sign in with the given credentials; the device cookie proves that this person used the browser before. */
async function attempt(given: Record<string, unknown>, userAgent: unknown): Promise<SignInOutcome> {
  const { email, password, code } = given
  const input = parseInput(signInInput, { email, password, ...(code ? { code } : {}) })
  const agent = typeof userAgent === 'string' ? userAgent : null
  const deviceToken = (await cookies()).get(deviceCookieName())?.value ?? null
  return signIn(await anonymousContext(), { ...input, userAgent: agent, deviceToken })
}

async function isAlive(secret: string): Promise<boolean> {
  return (await resolveSession(await anonymousContext(), secret, { isUse: false })) !== null
}

async function endSession(secret: string): Promise<void> {
  const ctx = await anonymousContext()
  const session = await resolveSession(ctx, secret)
  if (session) await signOut({ ...ctx, actor: session.actor })
}
