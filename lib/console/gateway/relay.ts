import type { RawData, WebSocket } from 'ws'
import type { Shell } from '~/lib/hypervisors/runtime'
import { laterMessage } from '../schema'

/** Buffered bytes to a browser, or to a server, at which the other side is paused. */
const highBytes = 1024 * 1024
const lowBytes = 256 * 1024

/**
 * Relays bytes between a browser and a shell, and the window size to the shell. Neither side makes us, or the other,
 * buffer more than the marks above: a sender that is faster than its receiver is paused. A page receives bytes before
 * it can draw them, so it reports what it has drawn.
 */
export function relay(socket: WebSocket, shell: Shell, hooks: { typed(): void; badMessage(): void }): void {
  let toServer = 0
  let toDraw = 0
  const resumeWhenDrained = () => {
    if (toDraw < lowBytes && socket.bufferedAmount < lowBytes) shell.resume()
  }
  shell.onData((bytes) => {
    if (socket.readyState !== socket.OPEN) return
    toDraw += bytes.length
    socket.send(bytes, { binary: true }, resumeWhenDrained)
    // The page's report is not enough: unread bytes of its connection are buffered here.
    if (toDraw > highBytes || socket.bufferedAmount > highBytes) shell.pause()
  })
  socket.on('message', (frame: RawData, isBinary: boolean) => {
    const bytes = frame as Buffer
    if (!isBinary) {
      const message = laterMessage.safeParse(readJson(bytes)).data
      if (!message) return hooks.badMessage()
      if ('columns' in message) return shell.resize(message)
      toDraw = Math.max(0, toDraw - message.drawnBytes)
      return resumeWhenDrained()
    }
    hooks.typed()
    toServer += bytes.length
    if (toServer > lowBytes) socket.pause()
    void shell.write(bytes).then(() => {
      toServer -= bytes.length
      if (socket.isPaused && toServer < lowBytes) socket.resume()
    })
  })
}

export function readJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}
