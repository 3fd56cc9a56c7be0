import type { WebSurface } from '../surface'

/** Where machines post measurements, with their own key. */
export const meteringPath = '/api/metering/events'

/** Where the card provider posts signed notices about payments. */
export const cardNoticePath = '/api/card-payments/notices'

/** Where our pages upload files, one per request. */
const uploadPaths = new Set([
  '/api/purchase-order-documents',
  '/api/ticket-attachments',
  '/api/live/operator/ticket-attachments',
  '/api/live/operator/bank-statements',
  '/api/live/operator/status-reports',
])

export const isUploadPath = (pathname: string) => uploadPaths.has(pathname)

const publicFiles = new Set(['/icon.svg', '/favicon.ico', '/robots.txt'])

export const isPublicFile = (pathname: string) => publicFiles.has(pathname)

/** Build output for browsers; in development also the files of hot reload. */
export function isStaticPath(pathname: string): boolean {
  if (pathname.startsWith('/_next/static/')) return true
  return (
    process.env.NODE_ENV === 'development' &&
    (pathname.startsWith('/_next/') || pathname.startsWith('/__nextjs'))
  )
}

/** Probes, on both surfaces. */
const probePaths = new Set(['/api/health', '/api/live', '/api/ready'])

const under = (pathname: string, root: string) => pathname === root || pathname.startsWith(`${root}/`)

/**
 * Whether this surface serves this path; the other surface's pages do not exist here. An additional safeguard: every
 * page, route and action checks its surface itself. Pure.
 */
export function isServedPath(surface: WebSurface, pathname: string): boolean {
  const path = readable(pathname)
  if (path === null) return false
  // The image optimiser responds even when unused, and has had remote code execution.
  if (under(path, '/_next/image')) return false
  if (isStaticPath(path) || isPublicFile(path)) return true
  if (under(path, '/api/auth') || probePaths.has(path)) return true
  const isOperators = under(path, '/operator') || under(path, '/api/live/operator') || path === meteringPath
  return surface === 'operator' ? isOperators || path === '/' : !isOperators
}

/** The path as the router will read it: decoded and normalised. */
function readable(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname)
      .replace(/\/{2,}/g, '/')
      .toLowerCase()
  } catch {
    return null
  }
}
