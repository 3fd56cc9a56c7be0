import 'server-only'
import { currentSurface } from './surface'

/** True when the site is reached over TLS: then the cookie is bound to the host and never sent in clear. */
export const isSecureSite = () => (process.env.NEXTAUTH_URL ?? '').startsWith('https://')

/** Each surface has a cookie of its own: a session of one means nothing to the other. */
export function sessionCookieName(): string {
  return `${isSecureSite() ? '__Host-' : ''}andromede-${currentSurface()}`
}
