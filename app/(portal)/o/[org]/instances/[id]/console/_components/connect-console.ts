import { consoleEndOf, consoleFrameMaxBytes } from '~/lib/console/client'
import type { Id } from '~/lib/kernel/ids'
import { openConsoleAction } from '../actions'
import type { ConsoleState } from './console-state'

type Size = { columns: number; rows: number }
export type ConsoleLink = { type(bytes: Uint8Array): void; resize(size: Size): void; close(): void }

/** Request a ticket, present it to the gateway, and relay bytes until either side ends. */
export function connectConsole(of: {
  organisationId: string
  instanceId: Id<'instance'>
  size: Size
  /** Calls `drawn` once the bytes are rendered. */
  show(bytes: Uint8Array, drawn: () => void): void
  tell(state: ConsoleState): void
}): ConsoleLink {
  let socket: WebSocket | null = null
  let hasLeft = false
  let size = of.size
  const say = (message: object) => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
  }

  async function open(): Promise<void> {
    const answer = await openConsoleAction({
      organisationId: of.organisationId,
      instanceId: of.instanceId,
    })
    if (hasLeft) return
    if (!answer.ok) {
      const { code, params } = answer
      return of.tell({ phase: 'refused', code, ...(params && { params }) })
    }
    const { address, ticket } = answer.data
    socket = new WebSocket(address)
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => say({ ticket, ...size })
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      // The only text message from the gateway: the console is open.
      if (typeof data === 'string') return of.tell({ phase: 'open', since: new Date() })
      of.show(new Uint8Array(data), () => say({ drawnBytes: data.byteLength }))
    }
    socket.onclose = ({ code, reason }) => {
      if (!hasLeft) of.tell({ phase: 'ended', end: consoleEndOf(code), exitCode: reason })
    }
  }

  of.tell({ phase: 'connecting' })
  open().catch(() => of.tell({ phase: 'refused', code: 'unexpected' }))
  return {
    type(bytes) {
      if (socket?.readyState !== WebSocket.OPEN) return
      for (let at = 0; at < bytes.length; at += consoleFrameMaxBytes)
        socket.send(new Uint8Array(bytes.slice(at, at + consoleFrameMaxBytes)))
    },
    resize(next) {
      size = next
      say(next)
    },
    close() {
      hasLeft = true
      socket?.close()
    },
  }
}
