import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { openQueueBehindProxy, type QueueBehindProxy } from './testing/queue-behind-proxy'

const database = useTestDatabase()
let world: QueueBehindProxy

beforeAll(async () => {
  world = await openQueueBehindProxy(database.current)
})
afterAll(() => world?.close())

describe('the queue behind a TCP proxy', () => {
  test.each(['closing', 'silent'] as const)('takes jobs again after a %s loss', async (kind) => {
    const before = new Date()
    await world.loseDatabase(kind, 60, 500)
    expect(world.lastTakenAt()?.getTime()).toBeGreaterThan(before.getTime())
  })
})
