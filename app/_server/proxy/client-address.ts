import { createHmac, timingSafeEqual } from 'node:crypto'
import { readVariable } from '~/lib/kernel/configuration/read'
import { callerAddress } from '~/lib/kernel/net/caller-address'

/** Set by `instrumentation.ts` on every request from its connection, overwriting the client's value. */
export const peerAddressHeader = 'x-andromede-peer'
/** Set once that hook is installed in this process; before, the header is only the client's claim. */
export const peerAddressInstalled = Symbol.for('andromede.peer-address')

/** Marks a request from the site to itself: the framework forwards an action to its page that way. */
export const hopHeader = 'x-andromede-hop'
let hopSecret: string | undefined
/** The same in all processes of a site: a forwarded request may arrive at another process. */
export function ownHopSecret(): string {
  const shared = readVariable('NEXTAUTH_SECRET')
  hopSecret ??= shared
    ? createHmac('sha256', shared)
        .update(`own hop of ${readVariable('SURFACE')}`)
        .digest('hex')
    : crypto.randomUUID()
  return hopSecret
}

/** Whether the site sent this request itself, after it passed the proxy once. */
export function isOwnHop(headers: Headers): boolean {
  const [said, own] = [Buffer.from(headers.get(hopHeader) ?? ''), Buffer.from(ownHopSecret())]
  return said.length === own.length && timingSafeEqual(said, own)
}

/**
 * The client's address: the peer of the connection or, behind trusted reverse proxies, what the first of them
 * appended to `X-Forwarded-For`. For a forwarded request, the original client. Null when unknown. Pure.
 */
export function clientAddress(
  headers: Headers,
  options: { isPeerKnown: boolean; trustedProxies: number },
): string | null {
  if (isOwnHop(headers)) return headers.get('x-client-ip')
  const peer = options.isPeerKnown ? headers.get(peerAddressHeader) : null
  return callerAddress({ forwardedFor: headers.get('x-forwarded-for'), peer }, options.trustedProxies)
}
