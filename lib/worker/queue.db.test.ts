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

  test('takes a job although its connections were dropped without a word while it was idle', () =>
    world.dropIdleConnections())
})

test('a job whose name this build lacks is left untouched for a worker that knows it', async () => {
  const queue = database.sqlAs('andromede_queue')
  await queue`select graphile_worker.add_job('job_of_a_newer_version', '{}', job_key => 'newer')`
  await queue`select queue_api.enqueue_job('chain_audit', '{}', 'known', null)`
  await queue`select queue_api.wake_workers(1)`
  await expect
    .poll(
      () => queue`select key, attempts, locked_at from graphile_worker.jobs where key in ('newer', 'known')`,
    )
    .toEqual([{ key: 'newer', attempts: 0, locked_at: null }])
})
