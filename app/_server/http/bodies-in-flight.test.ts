import { EventEmitter } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { watchBodies } from './bodies-in-flight'

const kibibyte = 1_024
const limits = {
  bytesMax: 4_000 * kibibyte,
  bytesMaxOfCaller: 2_000 * kibibyte,
  bytesKeptForSmall: 1_000 * kibibyte,
  silentMs: 10_000,
  everyMs: 1_000,
}
let at = 0
let bodies: ReturnType<typeof watchBodies>
let cut: string[] = []
beforeEach(() => {
  vi.useFakeTimers()
  at = 0
  cut = []
  bodies = watchBodies(limits, () => at)
})
afterEach(() => {
  bodies.stop()
  vi.useRealTimers()
})

/** The inspected part of a request whose body is being read. */
const request = () =>
  Object.assign(new EventEmitter(), {
    complete: false,
    destroyed: false,
    readableLength: 0,
    socket: { bytesRead: 0 },
  })
const admit = (caller: string, kibibytes: number, of = request()) =>
  bodies.admit(
    of as unknown as IncomingMessage,
    { caller, bytes: kibibytes * kibibyte, withinMs: 60_000 },
    () => cut.push(caller),
  )
const pass = (seconds: number, each: () => void = () => undefined) => {
  for (let second = 0; second < seconds; second += 1) {
    at += 1_000
    each()
    vi.advanceTimersByTime(1_000)
  }
}

describe('concurrent request bodies', () => {
  test('of one caller are limited to a share, to the byte', () => {
    expect([admit('a', 1_000), admit('a', 1_000), admit('a', 1)]).toEqual([true, true, false])
    expect(admit('b', 1)).toBe(true)
  })

  test('leave a reserved part to small bodies, which can use it all', () => {
    expect([admit('a', 1_000), admit('b', 1_000), admit('c', 1_000), admit('d', 257)]).toEqual([
      true,
      true,
      true,
      false,
    ])
    const small = ['e', 'f', 'g', 'h'].map((caller) => admit(caller, 250))
    expect(small).toEqual([true, true, true, true])
    expect(admit('i', 1)).toBe(false)
  })

  test('are no longer counted once complete or disconnected', () => {
    const [whole, closed] = [request(), request()]
    expect([admit('a', 1_000, whole), admit('a', 1_000, closed), admit('a', 1_000)]).toEqual([
      true,
      true,
      false,
    ])
    whole.complete = true
    expect(admit('a', 1_000)).toBe(true)
    expect(admit('a', 1_000)).toBe(false)
    closed.emit('close')
    expect(admit('a', 1_000)).toBe(true)
  })
})

describe('a body', () => {
  test('is cut once after ten seconds without a byte, and not before', () => {
    const slow = request()
    admit('a', 100, slow)
    pass(9)
    slow.socket.bytesRead += 1
    pass(10)
    expect(cut).toEqual([])
    pass(5)
    expect(cut).toEqual(['a'])
  })

  test('that arrives byte by byte is cut at its time limit', () => {
    const drip = request()
    admit('a', 100, drip)
    const byte = () => {
      drip.socket.bytesRead += 1
    }
    pass(59, byte)
    expect(cut).toEqual([])
    pass(1, byte)
    expect(cut).toEqual(['a'])
  })

  test('does not count as silent while the site is not reading', () => {
    const waiting = request()
    admit('a', 100, waiting)
    waiting.readableLength = 10
    pass(30)
    expect(cut).toEqual([])
  })
})
