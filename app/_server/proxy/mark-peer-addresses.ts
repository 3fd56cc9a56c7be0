import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import { peerAddressHeader, peerAddressInstalled } from './client-address'

/**
 * Every request carries the address of the connection it came on. The framework shows its proxy no socket,
 * and keeps an `X-Forwarded-For` that a client invented; Node tells of a request before anybody handles it.
 */
export function markPeerAddresses(): void {
  if (peerAddressInstalled in globalThis) return
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage }
    request.headers[peerAddressHeader] = request.socket.remoteAddress ?? ''
    // The framework cannot even represent a TRACE and answers 500; like this it meets our 405.
    if (request.method === 'TRACE') request.method = 'OPTIONS'
  })
  Object.defineProperty(globalThis, peerAddressInstalled, { value: true })
}
