import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { withSystem } from '~/db/client'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { enqueue } from '~/lib/jobs'
import { newId } from '~/lib/kernel/ids'
import { fingerprintOf } from '~/lib/kernel/secrets/installation-secrets'
import { systemContext } from '~/lib/kernel/system-context'
import { systemNow } from '~/lib/kernel/time/clock'
import { waitForEnds } from '~/lib/resources/testing/kill-programme'
import { openSagaWorld, type SagaWorld } from '~/lib/resources/testing/saga-world'
import { prepareSaga, readSaga } from '~/lib/resources/testing/scenarios'
import { startWorkerProcess, type WorkerProcess } from '~/lib/resources/testing/worker-process'

const database = useTestDatabase()
let world: SagaWorld
let worker: WorkerProcess

beforeAll(async () => {
  world = await openSagaWorld(database.current)
  worker = startWorkerProcess(database.current, { LOG_LEVEL: 'info' })
  await worker.ready
})
afterAll(async () => {
  worker?.kill('SIGKILL')
  await worker?.exited
  await world?.simulator.setLatencyPercent(100)
  await world?.close()
})

describe('a worker', () => {
  test('refuses a database that was sealed with another key', async () => {
    const fingerprint = fingerprintOf(randomBytes(32).toString('base64'))
    await world.rows.query(`insert into installation_facts (name, value) values ('secrets', $1)`, fingerprint)
    const other = startWorkerProcess(database.current)
    expect((await other.exited).code).toBe(1)
    await world.rows.query(`delete from installation_facts where name = 'secrets'`)
  })

  // `npm run bench -- order` measures how fast, on an otherwise idle machine.
  test('makes a server reachable, at the usual pace of the datacenter', async () => {
    await world.simulator.setLatencyPercent(100)
    const scenario = await prepareSaga(world, 'create_instance')
    const { elapsed } = await waitForEnds(world, [scenario], 60_000)
    const [first] = await world.rows.query<{ millis: number }>(
      `select extract(epoch from t.started_at - s.created_at) * 1000 as millis from sagas s
       join saga_steps t on t.saga_id = s.id and t.position = 0 where s.id = $1`,
      scenario.sagaId,
    )
    console.log(`reachable after ${Math.round(elapsed)} ms, begun after ${Math.round(first?.millis ?? 0)} ms`)
    expect((await readSaga(world, scenario.sagaId)).state).toBe('succeeded')
    await world.simulator.setLatencyPercent(0)
  })

  test('continues when the database cuts every connection', async () => {
    const scenarios = [await prepareSaga(world, 'create_instance'), await prepareSaga(world, 'create_volume')]
    await asAdministrator(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${database.current.name}'
       and usename in ('andromede_worker', 'andromede_queue', 'andromede_simulator')`,
    )
    // The connections of this test's simulator are cut too, which it notices at its next read.
    await expect
      .poll(() =>
        world.simulator.listOwned({ signal: AbortSignal.timeout(60_000) }).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true)
    const later = await prepareSaga(world, 'create_volume')
    const { live } = await waitForEnds(world, [...scenarios, later], 60_000)
    expect(live).toBe(0)
    for (const { sagaId } of [...scenarios, later])
      expect((await readSaga(world, sagaId)).state).toBe('succeeded')
  })

  test('releases the jobs of a silent worker', async () => {
    const ctx = systemContext('test', systemNow())
    const mailId = newId('mail')
    await withSystem(ctx, (tx) =>
      enqueue(tx, 'send_mail', { mailId }, `mail:${mailId}`, new Date(Date.now() + 3_600_000)),
    )
    await asQueue(
      `update graphile_worker._private_jobs set locked_by = 'pool-of-the-dead', locked_at = now() - interval '1 minute', run_at = now() where key = 'mail:${mailId}'`,
    )
    await expect
      .poll(() => asQueue(`select 1 from graphile_worker._private_jobs where key = 'mail:${mailId}'`))
      .toEqual([])
  })

  test('releases a job that it holds without knowing: the answer with the assignment was lost', async () => {
    const [pool] = await world.rows.query<{ id: string }>(
      `select queue_pool_id as id from worker_heartbeats where queue_pool_id like 'pool-%'`,
    )
    const mailId = newId('mail')
    await withSystem(systemContext('test', systemNow()), (tx) =>
      enqueue(tx, 'send_mail', { mailId }, `mail:${mailId}`, new Date(Date.now() + 3_600_000)),
    )
    await asQueue(
      `update graphile_worker._private_jobs set locked_by = '${pool?.id}', locked_at = now() - interval '1 minute', run_at = now() where key = 'mail:${mailId}'`,
    )
    await expect
      .poll(() => asQueue(`select 1 from graphile_worker._private_jobs where key = 'mail:${mailId}'`))
      .toEqual([])
  })

  test('leaves cleanly on request, even a repeated one, with nothing in progress', async () => {
    const scenario = await prepareSaga(world, 'create_instance')
    await expect.poll(() => world.rows.query('select 1 from worker_heartbeats')).toHaveLength(1)
    worker.kill('SIGTERM')
    worker.kill('SIGINT')
    expect((await worker.exited).code).toBe(0)
    const held = await world.rows.query('select id from sagas where lease_owner is not null')
    expect(held).toEqual([])
    const hearts = await world.rows.query('select 1 from worker_heartbeats')
    expect(hearts).toEqual([])
    expect(['running', 'succeeded']).toContain((await readSaga(world, scenario.sagaId)).state)
  })
})

const asQueue = (text: string) => ask(database.current.roleUrl('andromede_queue'), text)
const asAdministrator = (text: string) => ask(inject('adminUrl'), text)

async function ask(url: string, text: string): Promise<unknown[]> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    return [...(await sql.unsafe(text))]
  } finally {
    await sql.end()
  }
}
