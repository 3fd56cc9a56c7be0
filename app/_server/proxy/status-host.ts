import { isPublicFile, isStaticPath } from './surface-paths'

/** Set when the page is served on its own host: nothing can be posted there. */
export const statusHostHeader = 'x-andromede-status-host'

const root = '/etat'

/**
 * How a request on the status page's own host (`STATUS_HOST`) is treated: the page, its feeds and its assets are
 * served, the root is the page, and everything else redirects to the customers' site. Null for any other host. The
 * host comes from the client: it can only restrict the response. Pure.
 */
export function atStatusHost(request: {
  host: string | null
  statusHost: string | undefined
  method: string
  pathname: string
}): 'serve' | 'show_page' | 'elsewhere' | 'refuse' | null {
  const { host, statusHost, method, pathname } = request
  if (!statusHost || host?.split(':')[0]?.toLowerCase() !== statusHost.toLowerCase()) return null
  if (method !== 'GET' && method !== 'HEAD') return 'refuse'
  if (pathname === '/') return 'show_page'
  const isServed = pathname === root || /^\/etat\/(atom\.xml|calendrier\/[^/]+)$/.test(pathname)
  return isServed || isStaticPath(pathname) || isPublicFile(pathname) ? 'serve' : 'elsewhere'
}
