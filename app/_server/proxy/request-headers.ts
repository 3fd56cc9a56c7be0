import { hopHeader } from './client-address'

/** Headers that the framework or we set ourselves: from outside they are lies. */
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

/** The headers the application sees: what the client may say, and what this process knows. Pure. */
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
  // The framework compares Origin with these and answers 500; ours is the configured address, and the
  // comparison was made before, against it.
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
