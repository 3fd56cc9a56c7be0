import { once } from 'node:events'
import { Agent } from 'node:https'
import type { PeerCertificate } from 'node:tls'
import WebSocket from 'ws'
import { certificateError, fingerprintOf, type IncusAddress } from './address'

const handshakeTimeoutMs = 10_000
/** Incus sends what a terminal shows in pieces of a few kilobytes. */
const maxFrameBytes = 1024 * 1024

/** An open WebSocket to one Incus, which shows the same certificate as for requests. Rejects with what went wrong. */
export async function openWebSocket(
  address: IncusAddress,
  path: string,
  signal: AbortSignal,
): Promise<WebSocket> {
  const socket = connect(address, path)
  // One that fails after its opening says so by `close`.
  socket.on('error', () => undefined)
  // What arrives with the answer to the handshake must wait for somebody to take it.
  socket.once('open', () => socket.pause())
  try {
    await once(socket, 'open', { signal })
    return socket
  } catch (error) {
    socket.terminate()
    throw error
  }
}

function connect(address: IncusAddress, path: string): WebSocket {
  const common = { perMessageDeflate: false, maxPayload: maxFrameBytes, handshakeTimeout: handshakeTimeoutMs }
  if ('socketPath' in address) return new WebSocket(`ws+unix:${address.socketPath}:${path}`, common)
  const { host, port, fingerprint, serverCertificate, clientCertificate, clientKey } = address.https
  const agent = new Agent({
    ca: serverCertificate,
    cert: clientCertificate,
    key: clientKey,
    checkServerIdentity: (_host: string, shown: PeerCertificate) =>
      fingerprintOf(shown) === fingerprint ? undefined : certificateError(),
  })
  return new WebSocket(`wss://${host.includes(':') ? `[${host}]` : host}:${port}${path}`, {
    ...common,
    agent,
  })
}
