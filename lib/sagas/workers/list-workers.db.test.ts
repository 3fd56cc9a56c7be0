import { expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { staffTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { enqueue } from '~/lib/jobs'
import type { StaffRole } from '~/lib/kernel/op-context'
import { systemContext } from '~/lib/kernel/system-context'
import { systemNow } from '~/lib/kernel/time/clock'
import { recordHeartbeat } from '~/lib/worker/fleet/queries/worker'
import { listWorkers } from './list-workers'

useTestDatabase()
const staff = (...roles: StaffRole[]) => staffTestContext('stf_test', roles, systemNow())

/** A live worker with a queue that took its last job an hour ago. */
const beat = () =>
  withSystem(systemContext('test', systemNow()), (tx) => {
    const hourAgo = new Date(Date.now() - 3_600_000)
    return recordHeartbeat(tx, {
      workerId: 'w1',
      poolIds: ['pool-1'],
      sagaSteps: [],
      sweepers: [],
      unreachedZones: [],
      failingSweepers: [],
      assignedSweepers: [],
      assignedZones: [],
      startedAt: hourAgo,
      lastTakenAt: hourAgo,
    })
  })

test('a worker with a heartbeat is shown with a failed queue while a job waits', async () => {
  await beat()
  expect(await listWorkers(staff('auditor'))).toMatchObject({ isFailing: false, oldestDueAt: null })
  await withSystem(systemContext('test', systemNow()), (tx) =>
    enqueue(tx, 'chain_audit', {}, 'overlooked', new Date(Date.now() - 120_000)),
  )
  await beat()
  expect(await listWorkers(staff('auditor'))).toMatchObject({
    isFailing: true,
    workers: [{ workerId: 'w1', state: 'queue_failed' }],
  })
  await expect(listWorkers(staff('accountant'))).rejects.toMatchObject({ code: 'forbidden' })
})
