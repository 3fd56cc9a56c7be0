import { createHmac, timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'

/** Set by `instrumentation.ts` on every request from the connection it came on, over whatever was sent. */
export const peerAddressHeader = 'x-andromede-peer'
/** True once that hook stands in this process; until then the header is only what a client claims. */
export const peerAddressInstalled = Symbol.for('andromede.peer-address')

/** Marks a request that the site sends itself: the framework forwards an action to its page that way. */
export const hopHeader = 'x-andromede-hop'
let hopSecret: string | undefined
/** The same in all processes of a site: the hop may arrive at another than the one that sent it. */
export function ownHopSecret(): string {
  const shared = process.env.NEXTAUTH_SECRET
  hopSecret ??= shared
    ? createHmac('sha256', shared).update(`own hop of ${process.env.SURFACE}`).digest('hex')
    : crypto.randomUUID()
  return hopSecret
}

/** Whether the site sent the request itself, after a first pass through the proxy. */
export function isOwnHop(headers: Headers): boolean {
  const [said, own] = [Buffer.from(headers.get(hopHeader) ?? ''), Buffer.from(ownHopSecret())]
  return said.length === own.length && timingSafeEqual(said, own)
}

/**
 * Who is calling: the peer of the connection or, behind a trusted reverse proxy, the address that proxy
 * added to `X-Forwarded-For` (the last one; the others are the client's words). On a second pass, who was
 * calling the first time. Null when unknown. Pure.
 */
export function clientAddress(
  headers: Headers,
  options: { isPeerKnown: boolean; isProxyTrusted: boolean },
): string | null {
  if (isOwnHop(headers)) return headers.get('x-client-ip')
  const peer = options.isPeerKnown ? headers.get(peerAddressHeader) : null
  const forwarded = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim()
  const address = (options.isProxyTrusted && forwarded) || peer
  if (!address) return null
  const plain = address.replace(/^::ffff:(?=[0-9.]+$)/, '')
  return isIP(plain) ? plain : null
}
