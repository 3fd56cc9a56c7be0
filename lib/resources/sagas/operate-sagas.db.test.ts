import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { staffTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { DriverError } from '~/lib/hypervisors/port/index'
import type { Id } from '~/lib/kernel/ids'
import type { StaffRole } from '~/lib/kernel/op-context'
import { systemNow } from '~/lib/kernel/time/clock'
import { inspectInstance } from '../common/inspect-resource'
import { driveToRest } from '../testing/drive'
import { openSagaWorld, type SagaWorld } from '../testing/saga-world'
import { prepareSaga, readSaga } from '../testing/scenarios'
import { getSaga } from './get-saga'
import { listFailedJobs } from './list-failed-jobs'
import { listSagas } from './list-sagas'
import { resumeSaga } from './resume-saga'
import { retryJob } from './retry-job'
import { undoSaga } from './undo-saga'

const database = useTestDatabase()
let world: SagaWorld
const staff = (...roles: StaffRole[]) => staffTestContext('stf_test', roles, systemNow())
const reason = 'looked into it'

beforeAll(async () => {
  world = await openSagaWorld(database.current)
})
afterAll(() => world?.close())

/** A creation with a refused last record: everything exists on the hypervisor, and a person must decide. */
async function parkedCreation() {
  const scenario = await prepareSaga(world, 'create_instance')
  const crash = ({ step }: { step: string }) => {
    if (step === 'finish') throw new DriverError('rejected')
  }
  await driveToRest(world.engine({ crash }), scenario.sagaId)
  return scenario
}

describe("sagas on the operator's pages", () => {
  test('are listed with parked ones first, and found by id or name', async () => {
    const { sagaId, resources } = await parkedCreation()
    const later = await prepareSaga(world, 'create_volume')
    const page = await listSagas(staff('auditor'), { page: 1 })
    expect(page.sagas[0]).toMatchObject({ id: sagaId, state: 'parked', organisationName: 'Atelier Test' })
    expect(page.counts).toMatchObject({ parked: 1, running: 1 })
    const found = await listSagas(staff('auditor'), { page: 1, q: resources.instance ?? '' })
    expect(found).toMatchObject({ total: 1, sagas: [{ id: sagaId }] })
    const running = await listSagas(staff('auditor'), { page: 1, state: 'running', kind: 'create_volume' })
    expect(running.sagas.map((saga) => saga.id)).toEqual([later.sagaId])
    await driveToRest(world.engine(), later.sagaId)
    await undoSaga(staff('support'), { sagaId, reason })
    await driveToRest(world.engine(), sagaId)
  })

  test('are undone by a decision, which is recorded with its reason', async () => {
    const { sagaId, resources } = await parkedCreation()
    expect(await getSaga(staff('support'), { id: sagaId })).toMatchObject({
      isUndoable: true,
      requesterName: 'Camille Test',
    })
    await undoSaga(staff('support'), { sagaId, reason })
    await driveToRest(world.engine(), sagaId)
    expect((await readSaga(world, sagaId)).state).toBe('undone')
    expect(
      await world.simulator.observeInstance(resources.instance ?? '', {
        signal: AbortSignal.timeout(60_000),
      }),
    ).toMatchObject({ exists: false })
    const audit = await world.rows.query<{ event: string; reason: string }>(
      `select event, details->>'reason' as reason from audit_events where subject_id = $1 order by occurred_at`,
      sagaId,
    )
    expect(audit).toEqual([
      { event: 'saga.parked', reason: null },
      { event: 'saga.resumed', reason },
    ])
  })

  test('that only go forward cannot be undone', async () => {
    const scenario = await prepareSaga(world, 'purge_volume')
    const crash = () => {
      throw new DriverError('rejected')
    }
    await driveToRest(world.engine({ crash }), scenario.sagaId)
    const refused = undoSaga(staff('support'), { sagaId: scenario.sagaId, reason })
    await expect(refused).rejects.toMatchObject({ code: 'state_forbids' })
    expect((await readSaga(world, scenario.sagaId)).state).toBe('parked')
  })

  test('are decided once: the second decision gets a conflict', async () => {
    const { sagaId } = await parkedCreation()
    const outcomes = await Promise.allSettled(
      Array.from({ length: 5 }, () => resumeSaga(staff('capacity'), { sagaId, reason })),
    )
    expect(outcomes.filter((each) => each.status === 'fulfilled')).toHaveLength(1)
    await driveToRest(world.engine(), sagaId)
    expect((await readSaga(world, sagaId)).state).toBe('succeeded')
  })

  test('can be decided only by roles with the permission', async () => {
    const { sagaId } = await parkedCreation()
    for (const act of [resumeSaga, undoSaga]) {
      await expect(act(staff('auditor'), { sagaId, reason })).rejects.toMatchObject({ code: 'forbidden' })
      await expect(act(world.estate.own.as('owner'), { sagaId, reason })).rejects.toMatchObject({
        code: 'unauthenticated',
      })
    }
    await expect(listSagas(staff('moderator'), { page: 1 })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(listSagas(world.estate.own.as('technical'), { page: 1 })).rejects.toMatchObject({
      code: 'unauthenticated',
    })
    expect((await readSaga(world, sagaId)).state).toBe('parked')
  })
})

test("show the customer a translated reason, and staff the hypervisor's message", async () => {
  const { sagaId, resources } = await prepareSaga(world, 'create_instance')
  const rawText = 'Post "https://10.90.0.2:8443/1.0/instances": no route to host'
  const crash = ({ step, direction }: { step: string; direction: string }) => {
    if (step === 'boot' && direction === 'run') throw new DriverError('rejected', { rawText })
  }
  await driveToRest(world.engine({ crash }), sagaId)
  const instanceId = resources.instance as Id<'instance'>
  const seen = await inspectInstance(world.estate.own.as('owner'), { instanceId })
  expect(seen.saga).toMatchObject({ id: sagaId, state: 'undone', failureCode: 'rejected' })
  expect(seen.instance).toMatchObject({ state: 'failed', failureCode: 'rejected' })
  expect(JSON.stringify(seen)).not.toContain('10.90.0.2')
  const staffView = await getSaga(staff('auditor'), { id: sagaId })
  expect(staffView).toMatchObject({ failureText: rawText })
  expect(Object.values(staffView.errorTexts)).toContain(rawText)
})

test('a failed job is listed and can be made due again by roles with the permission', async () => {
  await asQueue(`select graphile_worker.add_job('send_mail', '{}', job_key => 'failing')`)
  await asQueue(
    `update graphile_worker._private_jobs set attempts = 12, last_error = 'refused', run_at = now() + interval '1 day' where key = 'failing'`,
  )
  const [job] = await listFailedJobs(staff('auditor'))
  expect(job).toMatchObject({
    task: 'send_mail',
    attempts: 12,
    attemptsMax: 25,
    lastError: 'refused',
    isDue: false,
  })
  const jobId = job?.id ?? ''
  await expect(retryJob(staff('auditor'), { jobId })).rejects.toMatchObject({ code: 'forbidden' })
  await retryJob(staff('support'), { jobId })
  const rows = await asQueue(
    `select attempts from graphile_worker._private_jobs where key = 'failing' and run_at <= now()`,
  )
  expect(rows).toEqual([{ attempts: 0 }])
  expect(await listFailedJobs({ ...staff('support'), now: systemNow() })).toMatchObject([{ isDue: true }])
  await expect(retryJob(staff('support'), { jobId: '999999' })).rejects.toMatchObject({ code: 'not_found' })
})

async function asQueue(text: string): Promise<unknown[]> {
  const sql = database.sqlAs('andromede_queue')
  return [...(await sql.unsafe(text))]
}
