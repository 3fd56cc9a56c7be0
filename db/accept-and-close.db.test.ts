import { connect, createServer } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeDatabase, configureDatabase, type Tx, withShared } from '~/db/client'
import { anonymousTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { isOutsideHeld } from '~/lib/recovery/queries/recovery'

const database = useTestDatabase()
const answer = async (tx: Tx) => ((await isOutsideHeld(tx)) ? 'held' : 'there')
/** Address of the server behind the proxy; null while there is none. */
let behind: number | null = null
const proxy = createServer((socket) => {
  if (behind === null) return socket.destroy()
  const server = connect(behind, '127.0.0.1')
  for (const each of [socket, server]) each.on('error', () => undefined)
  socket.pipe(server).pipe(socket)
})
let port = 0

beforeAll(async () => {
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const address = proxy.address()
  port = typeof address === 'object' && address ? address.port : 0
})
afterAll(async () => {
  await closeDatabase()
  configureDatabase(database.current.urls)
  await new Promise((resolve) => proxy.close(resolve))
})

test('a site behind a proxy that accepts and closes reports a lost database instead of waiting forever', async () => {
  delete process.env.DATABASE_SOCKET_FOLDER
  await closeDatabase()
  const url = new URL(database.current.urls.portal)
  url.port = String(port)
  configureDatabase({ portal: url.href })
  await expect(withShared(anonymousTestContext(), answer)).rejects.toMatchObject({
    code: 'unavailable',
  })
  behind = Number(new URL(database.current.urls.portal).port)
  await expect
    .poll(() => withShared(anonymousTestContext(), answer).catch((error) => error.code))
    .toBe('there')
})
