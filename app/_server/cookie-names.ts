import type { WebSurface } from './surface'

/** On a TLS site, the prefix that binds a cookie to its host. Pure. */
export const hostPrefix = (isSecure: boolean) => (isSecure ? '__Host-' : '')

/** Each surface has its own session cookie, which is invalid on the other. Pure. */
export const sessionCookieOf = (surface: WebSurface, isSecure: boolean) =>
  `${hostPrefix(isSecure)}andromede-${surface}`
