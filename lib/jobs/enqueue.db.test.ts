import { expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { systemTestContext } from '~/db/testing/contexts'
import { countWaiting } from '~/db/testing/count-waiting'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { newId } from '~/lib/kernel/ids'
import { enqueue, enqueueAll } from './enqueue'
import { callEnqueueJobs } from './queries/jobs'

const database = useTestDatabase()

test('a job enqueued while a worker takes the waiting one with its key is added', async () => {
  const payload = { organisationId: newId('organisation'), orderLineId: newId('orderLine') }
  const ask = () =>
    withSystem(systemTestContext(), (tx) => enqueue(tx, 'settle_order', payload, 'settle:one'))
  await ask()
  const queue = database.sqlAs('andromede_queue')
  let enqueued: Promise<void> | undefined
  await queue.begin(async (worker) => {
    await worker`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'w', attempts = 1 where key = 'settle:one'`
    enqueued = ask()
    // The enqueue waits for the row that the worker is taking; only then does the worker's claim commit.
    await expect.poll(() => countWaiting(queue)).toBeGreaterThan(0)
  })
  await enqueued
  const waiting = await queue`
    select id from graphile_worker._private_jobs where key = 'settle:one' and locked_at is null`
  expect(waiting).toHaveLength(1)
})

test('several jobs at once are each added, or replace the waiting one with their key', async () => {
  const organisationId = newId('organisation')
  const jobs = Array.from({ length: 5 }, (_, at) => ({
    jobKey: `settle:many:${at}`,
    line: newId('orderLine'),
  }))
  const ask = (wanted: typeof jobs) =>
    withSystem(systemTestContext(), (tx) =>
      enqueueAll(
        tx,
        'settle_order',
        wanted.map(({ jobKey, line: orderLineId }) => ({ jobKey, payload: { organisationId, orderLineId } })),
      ),
    )
  await ask(jobs.slice(0, 3))
  const again = jobs.slice(2).map((job) => ({ ...job, line: newId('orderLine') }))
  await ask(again)
  const queue = database.sqlAs('andromede_queue')
  const waiting = await queue`select key, payload->>'orderLineId' as line from graphile_worker._private_jobs
    where key like 'settle:many:%' order by key`
  expect(waiting.map(({ key, line }) => ({ jobKey: key, line }))).toEqual([...jobs.slice(0, 2), ...again])
  const unknown = withSystem(systemTestContext(), (tx) =>
    callEnqueueJobs(tx, 'no_such_job', [{ payload: {}, jobKey: 'x' }]),
  )
  await expect(unknown).rejects.toMatchObject({ cause: { message: 'unknown job: no_such_job' } })
})

test('losses of all organisations run one after the other', async () => {
  await withSystem(systemTestContext(), async (tx) => {
    for (const key of ['one', 'two'])
      await enqueue(tx, 'end_lost_rows', { organisationId: newId('organisation') }, `lost:${key}`)
  })
  const waiting = await database.sqlAs('andromede_queue')`
    select q.queue_name as queue from graphile_worker._private_jobs j
      join graphile_worker._private_job_queues q on q.id = j.job_queue_id where j.key like 'lost:%'`
  expect(waiting.map(({ queue }) => queue)).toEqual(['losses', 'losses'])
})
