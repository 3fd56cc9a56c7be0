import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { newId } from '~/lib/kernel/ids'
import { enqueue } from './index'

const database = useTestDatabase()
const ctx = systemTestContext()
const heard: number[] = []
let listener: postgres.Sql

beforeAll(async () => {
  listener = postgres(database.current.roleUrl('andromede_queue'), { max: 1, onnotice: () => undefined })
  await listener.listen('jobs:insert', (text) => heard.push(JSON.parse(text).count))
})
afterAll(() => listener?.end())

const job = (tx: Parameters<typeof enqueue>[0]) => {
  const sagaId = newId('saga')
  return enqueue(tx, 'run_saga', { sagaId }, `saga:${sagaId}`)
}
const sum = () => heard.reduce((total, each) => total + each, 0)

test('workers are woken for a job once its transaction has committed', async () => {
  await withSystem(ctx, async (tx) => {
    await job(tx)
    await job(tx)
  })
  await expect.poll(sum).toBe(2)
})

test('and for every job when many commit at once, with fewer notifications', async () => {
  heard.length = 0
  await Promise.all(Array.from({ length: 40 }, () => withSystem(ctx, job)))
  await expect.poll(sum).toBe(40)
  expect(heard.length).toBeLessThan(40)
})

test('a transaction that enqueues does not notify by itself, which would make all others wait', async () => {
  heard.length = 0
  const role = database.sqlAs('andromede_worker')
  await role`select queue_api.enqueue_job('chain_audit', '{}', 'quiet', null)`
  const [queued] = await listener`select count(*)::int as jobs from graphile_worker.jobs where key = 'quiet'`
  expect(queued?.jobs).toBe(1)
  // A notification sent before would have arrived before this one.
  await role`select queue_api.wake_workers(7)`
  await expect.poll(() => heard).toEqual([7])
})

test('a rollback wakes no worker', async () => {
  heard.length = 0
  await withSystem(ctx, async (tx) => {
    await job(tx)
    throw new Error('not today')
  }).catch(() => undefined)
  await withSystem(ctx, job)
  await expect.poll(sum).toBe(1)
})
