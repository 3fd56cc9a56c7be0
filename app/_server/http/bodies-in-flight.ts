import type { IncomingMessage } from 'node:http'

export type BodyLimits = {
  /** Announced bytes of all bodies being read, and of those of one caller. */
  bytesMax: number
  bytesMaxOfCaller: number
  /** Part of `bytesMax` reserved for bodies of at most 256 KiB, so that uploads never block sign-in or orders. */
  bytesKeptForSmall: number
  /** Time without a byte. */
  silentMs: number
  everyMs: number
}

/** Per caller: sixteen actions of maximum size, or one file and some actions, at a time. */
export const standardBodyLimits: BodyLimits = {
  bytesMax: 48 * 1024 * 1024,
  bytesMaxOfCaller: 12 * 1024 * 1024,
  bytesKeptForSmall: 16 * 1024 * 1024,
  silentMs: 10_000,
  everyMs: 1_000,
}

/** The largest body of a server action. */
const smallBytes = 256 * 1024

type Body = {
  request: IncomingMessage
  caller: string
  bytes: number
  until: number
  seenBytes: number
  seenAt: number
  /** Called once when the body arrives too slowly. */
  cut: () => void
}

/** The bodies being read by this process, limited in bytes, silence and time. */
export function watchBodies(limits: BodyLimits, now: () => number = () => performance.now()) {
  const bodies = new Set<Body>()
  const bytesOf = (caller?: string) =>
    [...bodies].reduce(
      (sum, each) => (caller === undefined || each.caller === caller ? sum + each.bytes : sum),
      0,
    )

  const look = () => {
    const at = now()
    for (const body of bodies) {
      const { request } = body
      if (request.complete || request.destroyed) {
        bodies.delete(body)
        continue
      }
      const received = request.socket.bytesRead
      // Data that we have not read yet does not count as the caller's silence.
      if (received > body.seenBytes || request.readableLength > 0) {
        body.seenBytes = received
        body.seenAt = at
      }
      if (at < body.until && at - body.seenAt < limits.silentMs) continue
      bodies.delete(body)
      body.cut()
    }
  }
  const timer = setInterval(look, limits.everyMs)
  timer.unref()

  return {
    /** Counts the body until it is complete; false when the limits would be exceeded. */
    admit(
      request: IncomingMessage,
      { caller, bytes, withinMs }: { caller: string; bytes: number; withinMs: number },
      cut: () => void,
    ): boolean {
      const bytesMax = limits.bytesMax - (bytes > smallBytes ? limits.bytesKeptForSmall : 0)
      const isTooMuch = () =>
        bytesOf() + bytes > bytesMax || bytesOf(caller) + bytes > limits.bytesMaxOfCaller
      if (isTooMuch()) look()
      if (isTooMuch()) return false
      const at = now()
      const body: Body = {
        request,
        caller,
        bytes,
        until: at + withinMs,
        seenBytes: request.socket.bytesRead,
        seenAt: at,
        cut,
      }
      bodies.add(body)
      request.once('close', () => bodies.delete(body))
      return true
    },
    stop: () => clearInterval(timer),
  }
}
