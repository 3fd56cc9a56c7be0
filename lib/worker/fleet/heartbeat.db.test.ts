import { expect, test } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import { workerHeartbeat } from './heartbeat'
import { openShare } from './share'

const database = useTestDatabase()
const { sql } = database
const unit = { key: 'frequent', sweeper: 'failures' }

function openWorker(workerId: string, clockErrorSeconds = 0) {
  const share = openShare(workerId)
  const failing: string[] = []
  const { beat } = workerHeartbeat({
    workerId,
    startedAt: systemNow(),
    sagaSteps: [],
    queue: { poolIds: () => [workerId], lastTakenAt: () => null, dropLost: () => undefined },
    share,
    sweepers: { names: ['failures', 'webhooks'], running: () => [], failing: () => failing },
    unreached: new Set(),
    clock: () => addSeconds(systemNow(), clockErrorSeconds),
  })
  return { share, failing, beat: () => beat(systemTestContext(systemNow())) }
}
type Worker = ReturnType<typeof openWorker>
const ownersOf = async (workers: readonly Worker[]) => {
  // All know of all after the second round.
  for (const worker of [...workers, ...workers]) await worker.beat()
  return workers.filter(({ share }) => share.owns(unit))
}

test('work that fails in its worker is given to the other one, and goes on when it fails in both', async () => {
  const workers = [openWorker('a'), openWorker('b')]
  const [first] = await ownersOf(workers)
  first?.failing.push('failures')
  const [second, ...more] = await ownersOf(workers)
  expect([second === first, more]).toEqual([false, []])
  second?.failing.push('failures')
  expect(await ownersOf(workers)).toEqual([first])
  await sql`delete from worker_heartbeats`
})

test('a worker whose clock is wrong has no share while another one lives', async () => {
  const right = openWorker('c')
  const wrong = [openWorker('d', 60), openWorker('e', -60), openWorker('f', 60), openWorker('g', -60)]
  await right.beat()
  for (const worker of wrong) {
    await worker.beat()
    expect(worker.share.owns(unit)).toBe(false)
  }
  expect(await ownersOf([...wrong, right])).toEqual([right])
  await sql`delete from worker_heartbeats`
  expect(await ownersOf(wrong)).toHaveLength(1)
})

test('a worker whose queue cannot be looked after does its periodic work, and reports the failure', async () => {
  const worker = openWorker('h')
  const queue = database.sqlAs('andromede_queue')
  await queue`revoke execute on function queue_api.unlock_dead_workers(text[]) from andromede_worker`
  await expect(worker.beat()).rejects.toMatchObject({ cause: { code: '42501' } })
  await queue`grant execute on function queue_api.unlock_dead_workers(text[]) to andromede_worker`
  expect(worker.share.owns(unit)).toBe(true)
  expect(await sql`select worker_id from worker_heartbeats where worker_id = 'h'`).toHaveLength(1)
})
