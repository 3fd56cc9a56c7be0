import { isPublicFile, isStaticPath } from './surface-paths'

/** Set where the page is shown on the address of its own: nothing can be posted there. */
export const statusHostHeader = 'x-andromede-status-host'

const root = '/etat'

/**
 * What becomes of a request at the status page's own address (`STATUS_HOST`): the page, its feeds and what it is drawn
 * with are served, its root is the page, and everything else is on the customers' site. Null at any other address. The
 * host comes from the client: it can only narrow what it is answered. Pure.
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
