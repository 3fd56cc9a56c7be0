import { isIP } from 'node:net'

/** Set by `instrumentation.ts` on every request from the connection it came on, over whatever was sent. */
export const peerAddressHeader = 'x-andromede-peer'
/** True once that hook stands in this process; until then the header is only what a client claims. */
export const peerAddressInstalled = Symbol.for('andromede.peer-address')

/** Marks a request that this very process sends itself: the framework forwards an action to its page that way. */
export const hopHeader = 'x-andromede-hop'
let hopSecret: string | undefined
export function ownHopSecret(): string {
  hopSecret ??= crypto.randomUUID()
  return hopSecret
}

/** Whether this process sent the request itself, after a first pass through the proxy. */
export function isOwnHop(headers: Headers): boolean {
  return headers.get(hopHeader) === ownHopSecret()
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
