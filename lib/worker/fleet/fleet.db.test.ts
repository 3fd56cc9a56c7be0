import { expect, test } from 'vitest'
import { useFleet } from '../testing/fleet'

const fleet = useFleet()

test('two workers share the sweepers and zones, and one does all after the other was killed', async () => {
  await fleet.startWorker()
  await fleet.startWorker()
  const killed = fleet.ownerOf(await fleet.waitUntilShared(2), 'audit chainer')
  killed.kill('SIGKILL')
  await fleet.expectChained()
  const [left] = await fleet.waitUntilShared(1)
  expect(left?.pid).not.toBe(killed.pid)
})

test('a worker of the former version is assigned nothing, however long it lives', async () => {
  await fleet.sql`insert into worker_heartbeats (queue_pool_id, worker_id, started_at, seen_at)
    values ('pool-former', 'former:1:1', '2026-01-01', clock_timestamp() + interval '10 minutes')`
  await fleet.startWorker()
  const rows = await fleet.waitUntilShared(2)
  expect(rows.filter((row) => row.sweepers.length > 0)).toHaveLength(1)
})
