/** 128 random bits, as the security rules require: a UUID has fewer. */
export function newNonce(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64')
}

/**
 * Scripts run by nonce only, framing is forbidden, and no other origin is contacted except the console gateway, if
 * any. Only under `next dev` may the compiler evaluate scripts, insert styles and reload by WebSocket.
 */
export function contentSecurityPolicy(
  nonce: string,
  isSecure: boolean,
  gateway = '',
  isDevelopment = process.env.NODE_ENV === 'development',
): string {
  const development = { script: isDevelopment ? " 'unsafe-eval'" : '', connect: isDevelopment ? ' ws:' : '' }
  const style = isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`
  const directives = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development.script}`,
    `style-src 'self' ${style}`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${gateway && ` ${gateway}`}${development.connect}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-src 'none'",
    "worker-src 'none'",
    "frame-ancestors 'none'",
    ...(isSecure ? ['upgrade-insecure-requests'] : []),
  ]
  return directives.join('; ')
}

/** Paths that serve uploaded files unchanged. */
const sentFiles = /^\/api\/(live\/operator\/)?(ticket-attachments|purchase-order-documents)\//

/**
 * The policy of a path; an uploaded file gets an additional policy: even opened in the browser it runs nothing and
 * requests nothing. Pure.
 */
export const policyAt = (pathname: string, policy: string): string =>
  sentFiles.test(pathname) ? `${policy}, default-src 'none'; sandbox` : policy

const streams = new Set(['/api/live/stream', '/api/live/operator/stream'])

/** How a response to one person may be kept; a stream must not be compressed either, which would hold it back. Pure. */
export const cacheControlAt = (pathname: string): string =>
  streams.has(pathname) ? 'private, no-store, no-transform' : 'private, no-store'

/** Headers of every response, including refusals and static files. Pure. */
export function securityHeaders(policy: string, isSecure: boolean): Record<string, string> {
  return {
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy':
      'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=(), interest-cohort=()',
    ...(isSecure && { 'strict-transport-security': 'max-age=63072000; includeSubDomains' }),
  }
}
