/**
 * Process: one site. `SURFACE` selects it; it listens on `HOST` (127.0.0.1) and `PORT` (3000) and serves the build
 * in `NEXT_DIST_DIR`.
 */
import { once } from 'node:events'
import { createServer, get, type IncomingMessage } from 'node:http'
import { json } from 'node:stream/consumers'
import next from 'next'
import { closeDatabase } from '~/db/client'
import { readVariable } from '~/lib/kernel/configuration/read'
import { startMetricsServer } from '~/lib/kernel/metrics/metrics-server'
import { readTrustedProxies } from '~/lib/kernel/net/caller-address'
import { announceLeaving } from '~/lib/kernel/process/leaving'
import { nameSourceLines } from '~/lib/kernel/process/name-source-lines'
import { endOnRefusal } from '~/lib/kernel/process/start-refusal'
import { systemNow } from '~/lib/kernel/time/clock'
import { startTracing } from '~/lib/kernel/tracing/start-tracing'
import { startHeartbeats } from '~/lib/platform'
import { refuseTooOld } from '~/lib/readiness'
import { refuseOtherSecrets } from '~/lib/recovery'
import { sessionCookieOf } from '../cookie-names'
import { readBuiltConfig } from './built-config'
import { gracefulStop } from './graceful-stop'
import { readRouteNames } from './route-names'
import { createSiteServer } from './site-server'
import { readSiteSettings } from './site-settings'

const leaveMs = 2_000

nameSourceLines()
const { surface, siteUrl, metrics } = await endOnRefusal(() => readSiteSettings())
await endOnRefusal(() => startMetricsServer(metrics))
const tracing = await startTracing(surface)
const startedAt = systemNow()
// Not awaited: the status page must work without the database.
const beating = endOnRefusal(async () => {
  await refuseOtherSecrets(surface)
  await refuseTooOld(surface)
}).then(async () => {
  await closeDatabase()
  // Pages have connections of their own: this one is open while a heartbeat is written.
  return startHeartbeats({ kind: surface, startedAt, afterBeat: closeDatabase })
})
const hostname = readVariable('HOST')
const port = Number(readVariable('PORT'))

const insideName = hostname === '0.0.0.0' ? '127.0.0.1' : hostname === '::' ? '[::1]' : hostname
const insideUrl = `http://${insideName}:${port}`
// Where the framework forwards an action to its page, as `next start` sets it: derived from the request's host, it
// would speak TLS to a plain port behind a reverse proxy.
process.env.__NEXT_PRIVATE_ORIGIN = insideUrl
// As the server of the framework's stand-alone output does.
const distDir = readVariable('NEXT_DIST_DIR')
process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = readBuiltConfig(distDir)

// The framework would handle upgrades on the server that it is given; ours rejects them.
const app = next({ dev: false, hostname, port, httpServer: createServer() })
await app.prepare()
// The framework has set a writer of stack traces of its own, which reads no maps.
nameSourceLines()
const handle = app.getRequestHandler()

const server = createSiteServer({
  surface,
  siteUrl,
  trustedProxies: readTrustedProxies(),
  sessionCookieName: sessionCookieOf(surface, siteUrl.protocol === 'https:'),
  names: readRouteNames(distDir),
  isSignedIn,
  handle: (request, response) => void handle(request, response),
})
const stop = gracefulStop(server, { acceptingMs: Number(readVariable('DRAIN_SECONDS')) * 1_000 })
server.listen(port, hostname)
server.once('error', (error) => {
  console.error(error)
  process.exit(1)
})

/** Requested from the site itself, as a browser would: only the application can read sessions. */
async function isSignedIn(cookie: string): Promise<boolean> {
  try {
    const asked = get(`${insideUrl}/api/auth/session`, {
      headers: { cookie },
      signal: AbortSignal.timeout(10_000),
    })
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    const session = (await json(answer)) as { isSignedIn?: boolean } | null
    return answer.statusCode === 200 && session?.isSignedIn === true
  } catch {
    return false
  }
}

/** A database that is away must not keep the process from ending. */
async function leave(): Promise<void> {
  const patience = setTimeout(() => process.exit(0), leaveMs)
  await Promise.allSettled([app.close(), beating.then((beats) => beats.stop()), tracing.stop()])
  clearTimeout(patience)
  process.exit(0)
}

let isStopping = false
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => {
    if (isStopping) return
    isStopping = true
    announceLeaving()
    stop(() => void leave())
  })
