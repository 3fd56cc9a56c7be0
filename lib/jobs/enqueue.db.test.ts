import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import { expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { newId } from '~/lib/kernel/ids'
import { enqueue } from './enqueue'

const database = useTestDatabase()

test('a job asked for while a worker takes the waiting one of its key is added beside it', async () => {
  const payload = { organisationId: newId('organisation'), orderLineId: newId('orderLine') }
  const ask = () =>
    withSystem(systemTestContext(), (tx) => enqueue(tx, 'settle_order', payload, 'settle:one'))
  await ask()
  const queue = postgres(database.current.roleUrl('andromede_queue'), { max: 3, onnotice: () => undefined })
  try {
    let asked: Promise<void> | undefined
    await queue.begin(async (worker) => {
      await worker`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'w', attempts = 1 where key = 'settle:one'`
      asked = ask()
      // The asking waits for the row that the worker is taking: only then is the worker's claim committed.
      for (let looked = 0; looked < 500 && !(await isSomebodyWaiting(queue)); looked += 1) await pause(10)
    })
    await asked
    const waiting = await queue`
      select id from graphile_worker._private_jobs where key = 'settle:one' and locked_at is null`
    expect(waiting).toHaveLength(1)
  } finally {
    await queue.end()
  }
})

async function isSomebodyWaiting(queue: postgres.Sql): Promise<boolean> {
  const rows = await queue`
    select 1 from pg_locks where not granted and locktype = 'transactionid'`
  return rows.length > 0
}
