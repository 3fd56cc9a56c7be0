import type { WebSurface } from './surface'

/** Of a site over TLS, the prefix that binds a cookie to its host. Pure. */
export const hostPrefix = (isSecure: boolean) => (isSecure ? '__Host-' : '')

/** Each surface has a session cookie of its own: a session of one means nothing to the other. Pure. */
export const sessionCookieOf = (surface: WebSurface, isSecure: boolean) =>
  `${hostPrefix(isSecure)}andromede-${surface}`
