import { request as httpRequest, type IncomingMessage } from 'node:http'
import { connect as connectSocket, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { z } from 'zod'
import type { OutsideAnswer } from '../port/driver'

/** A vantage with the means to speak to it. */
export type OpenVantage = {
  name: string
  endpoint: string
  source: string
  fingerprint: string
  certificate: string
  privateKey: string
}

const answerSchema = z.object({
  state: z.enum(['open', 'refused', 'no_answer', 'no_route', 'unknown']),
  text: z.string().max(500),
})
const answerBytesMax = 4_096

/** What the vantage saw at the address; `unknown` without an answer, or from another one than was pinned. */
export async function askVantage(
  vantage: OpenVantage,
  { address, port }: { address: string; port: number },
  signal: AbortSignal,
): Promise<OutsideAnswer> {
  try {
    const socket = await openVantage(vantage, signal)
    const protocol = port === 22 ? 'ssh' : 'tcp'
    const path = `/probe?${new URLSearchParams({ protocol, address, port: String(port) })}`
    const parsed = answerSchema.safeParse(JSON.parse(await get(socket, path, signal)))
    return parsed.success ? parsed.data : { state: 'unknown', text: 'unreadable answer' }
  } catch (error) {
    return { state: 'unknown', text: error instanceof Error ? error.message : String(error) }
  }
}

/** A connection to the pinned vantage: nothing is sent before its certificate has been compared. */
function openVantage(vantage: OpenVantage, signal: AbortSignal): Promise<Socket> {
  const { endpoint, certificate, privateKey, fingerprint } = vantage
  return new Promise((resolve, reject) => {
    if (endpoint.startsWith('unix:')) {
      const socket = connectSocket(endpoint.slice('unix:'.length))
      begin(socket, signal, reject)
      socket.once('connect', () => resolve(socket))
      return
    }
    const at = endpoint.lastIndexOf(':')
    const socket = connectTls({
      host: endpoint.slice(0, at).replace(/^\[|\]$/g, ''),
      port: Number(endpoint.slice(at + 1)),
      cert: certificate,
      key: privateKey,
      minVersion: 'TLSv1.3',
      // Its certificate signs itself; the fingerprint below decides.
      rejectUnauthorized: false,
    })
    begin(socket, signal, reject)
    socket.once('secureConnect', () => {
      if (plainFingerprint(socket.getPeerCertificate().fingerprint256 ?? '') === fingerprint) resolve(socket)
      else socket.destroy(new Error('another certificate than the pinned one'))
    })
  })
}

function begin(socket: Socket, signal: AbortSignal, reject: (error: Error) => void): void {
  socket.once('error', reject)
  const abort = () => socket.destroy(new Error('no answer in time'))
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort, { once: true })
  socket.once('close', () => {
    signal.removeEventListener('abort', abort)
    reject(new Error('closed'))
  })
}

/** `AB:CD…` or `abcd…` as it is stored. Pure. */
export const plainFingerprint = (text: string): string => text.replaceAll(':', '').toUpperCase()

function get(socket: Socket, path: string, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ path, host: 'vantage', signal, createConnection: () => socket })
    asked.once('error', reject)
    asked.once('response', (response: IncomingMessage) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (piece: string) => {
        text += piece
        if (text.length > answerBytesMax) response.destroy(new Error('an answer that is too long'))
      })
      response.once('error', reject)
      response.once('end', () => resolve(text))
    })
    asked.end()
  })
}
