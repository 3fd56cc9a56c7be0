/**
 * Process: one site. `SURFACE` says which; it listens on `HOST` (127.0.0.1) and `PORT` (3000) and serves the build of
 * `NEXT_DIST_DIR`.
 */
import next from 'next'
import type { WebSurface } from '../surface'
import { createSiteServer } from './site-server'

const surface = process.env.SURFACE
if (surface !== 'portal' && surface !== 'operator') throw new Error('SURFACE must be portal or operator')
if (!process.env.NEXTAUTH_URL) throw new Error('NEXTAUTH_URL must be set')
const siteUrl = new URL(process.env.NEXTAUTH_URL)
const hostname = process.env.HOST || '127.0.0.1'
const port = Number(process.env.PORT || 3000)

const app = next({ dev: false, hostname, port })
await app.prepare()
const handle = app.getRequestHandler()

const server = createSiteServer({
  surface: surface satisfies WebSurface,
  siteUrl,
  isProxyTrusted: process.env.TRUSTED_PROXY === '1',
  sessionCookieName: `${siteUrl.protocol === 'https:' ? '__Host-' : ''}andromede-${surface}`,
  isSignedIn,
  handle: (request, response) => void handle(request, response),
})
server.listen(port, hostname)
server.once('error', (error) => {
  console.error(error)
  process.exit(1)
})

/** Asked of the site itself, as a browser would: sessions are known to the application alone. */
async function isSignedIn(cookie: string): Promise<boolean> {
  const name = hostname === '0.0.0.0' ? '127.0.0.1' : hostname === '::' ? '[::1]' : hostname
  const answer = await fetch(`http://${name}:${port}/api/auth/session`, {
    headers: { cookie, host: siteUrl.host },
    signal: AbortSignal.timeout(10_000),
  }).catch(() => null)
  return (
    answer?.status === 200 && ((await answer.json()) as { isSignedIn?: boolean } | null)?.isSignedIn === true
  )
}

let isStopping = false
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => {
    if (isStopping) return
    isStopping = true
    // Requests under way are answered; connections that wait for another request are closed.
    server.close(() => void app.close().finally(() => process.exit(0)))
    server.closeIdleConnections()
  })
