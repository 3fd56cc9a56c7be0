import { afterAll, beforeAll, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { openQueueBehindProxy, type QueueBehindProxy } from './testing/queue-behind-proxy'

const losses = Number(process.env.LOSSES ?? 12)

const database = useTestDatabase()
let world: QueueBehindProxy

beforeAll(async () => {
  world = await openQueueBehindProxy(database.current)
})
afterAll(() => world?.close())

test(`${losses} losses of the database behind a TCP proxy leave no dead queue`, async () => {
  for (let loss = 0; loss < losses; loss += 1)
    await world.loseDatabase(loss % 3 === 2 ? 'silent' : 'closing', 100, 200 + ((loss * 1_777) % 4_000))
})
