import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import { peerAddressHeader, peerAddressInstalled } from './client-address'

/**
 * Sets the address of the connection on every request. The framework gives its proxy no socket, and keeps an
 * `X-Forwarded-For` invented by the client; Node publishes a request before any handler.
 */
export function markPeerAddresses(): void {
  if (peerAddressInstalled in globalThis) return
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage }
    request.headers[peerAddressHeader] = request.socket.remoteAddress ?? ''
    // The framework cannot represent a TRACE and responds 500; this way it gets our 405.
    if (request.method === 'TRACE') request.method = 'OPTIONS'
  })
  Object.defineProperty(globalThis, peerAddressInstalled, { value: true })
}
