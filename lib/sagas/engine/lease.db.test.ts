import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { openPromise } from '~/lib/kernel/testing/open-promise'
import { driveToRest } from '~/lib/resources/testing/drive'
import { openSagaWorld, type SagaWorld } from '~/lib/resources/testing/saga-world'
import { prepareSaga, readSaga } from '~/lib/resources/testing/scenarios'
import { snapshotWorld } from '~/lib/resources/testing/snapshot'
import { driveSaga } from './drive-saga'

const database = useTestDatabase()
const staying = { isRequested: () => false, signal: new AbortController().signal }
let world: SagaWorld

beforeAll(async () => {
  world = await openSagaWorld(database.current)
})
afterAll(() => world?.close())

/** A driver with one call that waits until released, as in a suspended process. */
function stalled(call: 'bootInstance') {
  const gate = openPromise()
  const reached = openPromise()
  const driver = {
    ...world.simulator,
    [call]: async (...input: Parameters<typeof world.simulator.bootInstance>) => {
      reached.resolve()
      await gate.promise
      return world.simulator[call](...input)
    },
  }
  return { driver, reached: reached.promise, wake: gate.resolve }
}

describe('the lease of a saga', () => {
  test('is given to one worker at a time', async () => {
    const { sagaId } = await prepareSaga(world, 'create_volume')
    const outcomes = await Promise.all(
      Array.from({ length: 4 }, () => driveSaga(world.engine(), sagaId, staying)),
    )
    expect(outcomes.map((each) => each.outcome).sort()).toEqual([
      'not_taken',
      'not_taken',
      'not_taken',
      'rested',
    ])
  })

  test('passes on when its holder is suspended, and every later write of that holder is refused', async () => {
    for (let round = 0; round < 10; round += 1) {
      const scenario = await prepareSaga(world, 'create_instance')
      const { driver, reached, wake } = stalled('bootInstance')
      // The suspended worker's heartbeat stops too.
      const sleeper = world.engine({ driverFor: async () => driver, heartbeatMs: 60_000 })
      const asleep = driveSaga(sleeper, scenario.sagaId, staying)
      await reached
      await world.rows.query(
        `update sagas set lease_expires_at = now() - interval '1 second' where id = $1`,
        scenario.sagaId,
      )
      await driveToRest(world.engine(), scenario.sagaId)
      const before = await snapshotWorld(world, scenario.resources)
      const rows = await rowsOf(scenario.sagaId)
      wake()
      expect(await asleep).toEqual({ outcome: 'lost' })
      expect(await rowsOf(scenario.sagaId)).toEqual(rows)
      expect(await snapshotWorld(world, scenario.resources)).toEqual(before)
      expect(before.openMeters).toEqual({
        instance: 'compute@small,root_disk@small',
        volume: 'volume@storage',
      })
    }
  })

  test('is lost at the next heartbeat once another worker holds it, and the current call is aborted', async () => {
    const scenario = await prepareSaga(world, 'create_instance')
    const { driver, reached } = stalled('bootInstance')
    const patient = {
      ...driver,
      bootInstance: (id: string, options: { signal: AbortSignal }) =>
        new Promise<void>((_resolve, reject) => {
          options.signal.addEventListener('abort', () => reject(options.signal.reason))
          void driver.bootInstance(id, options)
        }),
    }
    const first = driveSaga(
      world.engine({ driverFor: async () => patient, heartbeatMs: 20 }),
      scenario.sagaId,
      staying,
    )
    await reached
    await world.rows.query(
      `update sagas set fence = fence + 1, lease_owner = 'other' where id = $1`,
      scenario.sagaId,
    )
    expect(await first).toEqual({ outcome: 'lost' })
    expect((await readSaga(world, scenario.sagaId)).state).toBe('running')
  })

  test('is released by a leaving worker, so that another continues at once', async () => {
    const scenario = await prepareSaga(world, 'create_instance')
    let isRequested = false
    const engine = world.engine({
      crash: ({ step }) => {
        if (step === 'create_instance') isRequested = true
      },
    })
    const left = await driveSaga(engine, scenario.sagaId, {
      isRequested: () => isRequested,
      signal: new AbortController().signal,
    })
    expect(left).toEqual({ outcome: 'given_back' })
    expect((await readSaga(world, scenario.sagaId)).steps.map((step) => step.state)).toContain('pending')
    await driveToRest(world.engine(), scenario.sagaId)
    expect((await readSaga(world, scenario.sagaId)).state).toBe('succeeded')
  })
})

const rowsOf = (sagaId: string) =>
  world.rows.query(
    `select s.state, s.fence::text, t.name, t.state as step_state, t.attempt, t.finished_at from sagas s
     join saga_steps t on t.saga_id = s.id where s.id = $1 order by t.position`,
    sagaId,
  )
