import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import WebSocket, { WebSocketServer } from 'ws'
import type { Shell } from '~/lib/hypervisors/runtime'
import { openPromise } from '~/lib/kernel/testing/open-promise'
import { relay } from './relay'

const server = new WebSocketServer({ port: 0, perMessageDeflate: false })
const open: WebSocket[] = []
afterEach(() => {
  for (const socket of open.splice(0)) socket.terminate()
})

/** Both ends of one connection. */
async function pair() {
  const connected = once(server, 'connection')
  const browser = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  await once(browser, 'open')
  const [gateway] = (await connected) as [WebSocket]
  open.push(browser, gateway)
  return { browser, gateway }
}

const piece = Buffer.alloc(64 * 1024, 'x')

test('a shell with endless output waits for a browser that does not draw, and then continues', async () => {
  const { browser, gateway } = await pair()
  let [take, isPaused, spoken] = [(_bytes: Uint8Array) => {}, false, 0]
  const speak = () => {
    if (isPaused || spoken >= 64 * 1024 * 1024) return
    spoken += piece.length
    take(piece)
    setImmediate(speak)
  }
  const shell = {
    onData(taker: typeof take) {
      take = taker
      setImmediate(speak)
    },
    pause() {
      isPaused = true
    },
    resume() {
      if (!isPaused) return
      isPaused = false
      setImmediate(speak)
    },
  } as Partial<Shell> as Shell
  relay(gateway, shell, { typed() {}, badMessage() {} })
  await expect.poll(() => isPaused).toBe(true)
  expect(spoken).toBeLessThan(2 * 1024 * 1024)
  let received = 0
  const draw = (bytes: number) => {
    received += bytes
    browser.send(JSON.stringify({ drawnBytes: bytes }))
  }
  browser.on('message', (bytes: Buffer) => draw(bytes.length))
  draw(spoken)
  await expect.poll(() => received).toBe(64 * 1024 * 1024)
}, 60_000)

test('a browser with endless input waits for a server that does not read', async () => {
  const { browser, gateway } = await pair()
  const taken = openPromise()
  let held = 0
  let written = 0
  const shell = {
    onData() {},
    async write(bytes: Uint8Array) {
      held += bytes.length
      await taken.promise
      written += bytes.length
    },
  } as Partial<Shell> as Shell
  relay(gateway, shell, { typed() {}, badMessage() {} })
  const pieces = 200
  for (let i = 0; i < pieces; i += 1) browser.send(piece)
  await expect.poll(() => gateway.isPaused).toBe(true)
  expect(held).toBeLessThan(1024 * 1024)
  taken.resolve()
  await expect.poll(() => written).toBe(pieces * piece.length)
}, 60_000)
