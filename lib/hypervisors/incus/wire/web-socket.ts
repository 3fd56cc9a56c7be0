import { once } from 'node:events'
import { Agent } from 'node:https'
import type { PeerCertificate } from 'node:tls'
import WebSocket from 'ws'
import { certificateError, fingerprintOf, type IncusAddress } from './address'

const handshakeTimeoutMs = 10_000
/** Incus sends terminal output in pieces of a few kilobytes. */
const maxFrameBytes = 1024 * 1024

/** Opens a WebSocket to one Incus, with the same pinned certificate as requests. Rejects with the reason. */
export async function openWebSocket(
  address: IncusAddress,
  path: string,
  signal: AbortSignal,
): Promise<WebSocket> {
  const socket = connect(address, path)
  // A failure after opening is reported by `close`.
  socket.on('error', () => undefined)
  // Paused, because data may arrive with the handshake's answer before there is a reader.
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
