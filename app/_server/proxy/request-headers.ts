import { hopHeader } from './client-address'

/** Headers set only by the framework or by us: a client's values are forged. */
const ours = [
  'x-request-id',
  'x-client-ip',
  'x-requested-path',
  'x-nonce',
  'content-security-policy',
  'next-resume',
  'x-forwarded-host',
]
const oursByPrefix = ['x-middleware-', 'x-andromede-']

/** The headers that the application sees: those a client may set, and those of this process. Pure. */
export function requestHeaders(
  received: Headers,
  known: {
    site: URL
    requestId: string
    clientIp: string | null
    hopSecret: string
    requestedPath: string
    policy: string
  },
): Headers {
  const headers = new Headers()
  for (const [name, value] of received) {
    const isOurs = ours.includes(name) || oursByPrefix.some((prefix) => name.startsWith(prefix))
    if (!isOurs) headers.append(name, value)
  }
  // The framework compares Origin with these and responds 500; set the configured address, against which Origin was
  // already checked.
  headers.set('host', known.site.host)
  headers.set('x-forwarded-host', known.site.host)
  headers.set('x-forwarded-proto', known.site.protocol.slice(0, -1))
  headers.set('x-request-id', known.requestId)
  headers.set('x-requested-path', known.requestedPath)
  // The framework reads the nonce for its own scripts from here.
  headers.set('content-security-policy', known.policy)
  headers.set(hopHeader, known.hopSecret)
  if (known.clientIp) headers.set('x-client-ip', known.clientIp)
  return headers
}
