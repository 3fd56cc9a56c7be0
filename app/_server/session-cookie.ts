import { readVariable } from '~/lib/kernel/configuration/read'
import 'server-only'
import { cookies } from 'next/headers'
import { knownDeviceSeconds, sessionLimits, signUpBrowserSeconds } from '~/lib/identity'
import { hostPrefix, sessionCookieOf } from './cookie-names'
import { currentSurface } from './surface'

/** True when the site is served over TLS: then the cookie is bound to the host and never sent in clear. */
export const isSecureSite = () => (readVariable('NEXTAUTH_URL') ?? '').startsWith('https://')

export const sessionCookieName = () => sessionCookieOf(currentSurface(), isSecureSite())

/** An auxiliary cookie of sign-in; its name must not begin with the session cookie's. */
export function helperCookieName(what: 'csrf' | 'callback'): string {
  return `${hostPrefix(isSecureSite())}andromede-${what}-${currentSurface()}`
}

/** Kept by the browser after sign-out: it identifies the browser and grants no access. */
export const deviceCookieName = () => `${hostPrefix(isSecureSite())}andromede-device-${currentSurface()}`

/** The `Set-Cookie` header with the device token of the person who just signed in. */
export function deviceCookie(token: string): string {
  const secure = isSecureSite() ? '; Secure' : ''
  return `${deviceCookieName()}=${token}; Path=/; Max-Age=${knownDeviceSeconds}; HttpOnly; SameSite=Lax${secure}`
}

export async function setDeviceCookie(token: string): Promise<void> {
  ;(await cookies()).set(deviceCookieName(), token, { ...cookieOptions(), maxAge: knownDeviceSeconds })
}

const signUpCookieName = () => `${hostPrefix(isSecureSite())}andromede-sign-up`

/** With the link of the mail it signs in the browser that signed up. */
export async function setSignUpCookie(token: string): Promise<void> {
  ;(await cookies()).set(signUpCookieName(), token, { ...cookieOptions(), maxAge: signUpBrowserSeconds })
}

export async function readSignUpCookie(): Promise<string | null> {
  return (await cookies()).get(signUpCookieName())?.value ?? null
}

export async function clearSignUpCookie(): Promise<void> {
  ;(await cookies()).set(signUpCookieName(), '', { ...cookieOptions(), maxAge: 0 })
}

export function cookieOptions() {
  return { httpOnly: true, sameSite: 'lax' as const, path: '/', secure: isSecureSite() }
}

/** The longest session lifetime; whether it is still valid is decided by its row. */
export function sessionCookieSeconds(): number {
  return sessionLimits[currentSurface() === 'operator' ? 'staff' : 'account'].absoluteSeconds
}

/** Switch the browser to this session. */
export async function setSessionCookie(sessionSecret: string): Promise<void> {
  const options = { ...cookieOptions(), maxAge: sessionCookieSeconds() }
  ;(await cookies()).set(sessionCookieName(), sessionSecret, options)
}

export async function clearSessionCookie(): Promise<void> {
  ;(await cookies()).set(sessionCookieName(), '', { ...cookieOptions(), maxAge: 0 })
}
