import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import { gracefulStop } from './graceful-stop'

/** Longer than any test. */
const never = 1_000_000
const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

/** A server whose requests wait, and one kept connection to it with what it received. */
async function openKept(everyMs: number, acceptingMs = 0) {
  const server = createServer()
  // The server's own timer closes nothing during a test.
  server.keepAliveTimeout = never
  servers.push(server)
  const stop = gracefulStop(server, { everyMs, acceptingMs })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  let received = ''
  socket.on('data', (data) => {
    received += data.toString()
  })
  const send = async (client: Socket = socket): Promise<ServerResponse> => {
    client.write('GET / HTTP/1.1\r\nhost: site.test\r\n\r\n')
    const [, response] = await once(server, 'request')
    return response
  }
  return { server, socket, stop, send, received: () => received }
}

test('the answer to a request that runs when the server stops has connection: close, and the server ends', async () => {
  const { stop, send, received, socket } = await openKept(never)
  const response = await send()
  const gone = once(socket, 'close')
  const closed = new Promise<void>(stop)
  response.end('done')
  await Promise.all([closed, gone])
  expect(received()).toMatch(/\r\nconnection: close\r\n[\s\S]*done/i)
})

test('a request that arrives on a kept connection after the stop is answered with close, and the server ends', async () => {
  const { stop, send, received, socket } = await openKept(never)
  const first = await send()
  // Its head promised to keep the connection.
  first.write('begun')
  await once(socket, 'data')
  const closed = new Promise<void>(stop)
  first.end()
  ;(await send()).end('second')
  await Promise.all([closed, once(socket, 'close')])
  expect(received()).toMatch(/^[\s\S]*keep-alive[\s\S]*begun[\s\S]*\r\nconnection: close\r\n[\s\S]*second$/i)
})

test('a connection that becomes idle after the stop is closed', async () => {
  const { stop, send, socket } = await openKept(5)
  const response = await send()
  response.write('begun')
  await once(socket, 'data')
  const closed = new Promise<void>(stop)
  response.end()
  await closed
})

test.each(['', 'GET / HT'])('a connection on which only %j arrived is closed', async (sent) => {
  const { server, socket, stop } = await openKept(5)
  if (sent) socket.write(sent)
  const gone = once(socket, 'close')
  socket.resume()
  // Once another connection is answered, the first is accepted.
  const other = connect((server.address() as AddressInfo).port, '127.0.0.1')
  other.write('GET / HTTP/1.1\r\nhost: site.test\r\nconnection: close\r\n\r\n')
  const [, response] = await once(server, 'request')
  response.end()
  await Promise.all([new Promise<void>(stop), gone])
})

test('streams that do not end by themselves, also those whose client reads nothing, are cut, and the server ends', async () => {
  const { server, stop } = await openKept(5)
  const { port } = server.address() as AddressInfo
  const clients: Socket[] = []
  for (let at = 0; at < 200; at += 1) {
    const client = connect(port, '127.0.0.1')
    clients.push(client)
    client.on('error', () => undefined)
    client.write('GET / HTTP/1.1\r\nhost: site.test\r\n\r\n')
    const [, response] = (await once(server, 'request')) as [unknown, ServerResponse]
    response.setHeader('content-type', 'text/event-stream; charset=utf-8')
    // More than the kernel keeps for a client that does not read.
    response.write(at % 2 ? Buffer.alloc(4 * 1024 * 1024) : ':\n\n')
    if (at % 2 === 0) client.resume()
  }
  await new Promise<void>(stop)
  for (const client of clients) client.destroy()
})

test('a stopping server answers on kept and new connections until proxies have noticed, and then ends', async () => {
  const { server, socket, stop, send } = await openKept(5, 300)
  ;(await send()).end('before')
  const closed = new Promise<void>(stop)
  const another = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const [kept, fresh] = [once(socket, 'close'), text(another)]
  ;(await send(another)).end('fresh')
  ;(await send()).end('kept')
  await kept
  expect(await fresh).toMatch(/\r\nconnection: close\r\n[\s\S]*fresh$/i)
  await closed
})
