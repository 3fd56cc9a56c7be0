import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { DriverError, type FaultInput } from '~/lib/hypervisors/port/index'
import type { Id } from '~/lib/kernel/ids'
import { systemNow } from '~/lib/kernel/time/clock'
import { driveToRest } from '../testing/drive'
import { openSagaWorld, type SagaWorld } from '../testing/saga-world'
import { prepareSaga, readSaga } from '../testing/scenarios'
import { snapshotWorld } from '../testing/snapshot'
import { resizeInstance } from '../testing/unjudged'

const database = useTestDatabase()
let world: SagaWorld

beforeAll(async () => {
  world = await openSagaWorld(database.current)
})
afterEach(async () => {
  await world.simulator.clearFaults()
})
afterAll(() => world?.close())

/** Runs a creation under a fault injected by name. */
async function createUnder(fault: Omit<FaultInput, 'resource'>) {
  const scenario = await prepareSaga(world, 'create_instance')
  const { instance = '' } = scenario.resources
  await world.simulator.setFault({ ...fault, resource: instance })
  await driveToRest(world.engine(), scenario.sagaId)
  const saga = await readSaga(world, scenario.sagaId)
  return { ...saga, after: await snapshotWorld(world, scenario.resources), resources: scenario.resources }
}

describe('a creation under faults', () => {
  test.each([
    ['fail-at-boot', 'boot', 'boot_failed'],
    ['image-missing', 'create_instance', 'image_missing'],
    ['capacity', 'create_instance', 'capacity'],
  ] as const)('is undone after %s, attributed to step %s', async (name, step, code) => {
    const { state, failed_step, failure_code, after } = await createUnder({ name })
    expect({ state, failed_step, failure_code }).toEqual({
      state: 'undone',
      failed_step: step,
      failure_code: code,
    })
    expect(after.outside).toEqual({ instance: 'absent', volume: 'absent' })
    expect(after.states).toEqual({ instance: 'failed', volume: 'failed' })
  })

  test.each([
    ['timeout-after-effect', 'createInstance'],
    ['timeout-before-effect', 'startInstance'],
    ['error-500', 'createInstance'],
    ['unavailable-503', 'startInstance'],
    ['async-late-failure', 'createInstance'],
    ['cut-answer', 'startInstance'],
    ['throttled-429', 'createInstance'],
  ] as const)('succeeds after one %s of %s', async (name, operation) => {
    const { state, steps, after } = await createUnder({ name, operation, remaining: 1 })
    expect(state).toBe('succeeded')
    expect(Math.max(...steps.map((step) => step.attempt))).toBe(2)
    expect(after.states).toEqual({ instance: 'running', volume: 'attached' })
  })

  test('is undone when a transient fault persists, after four attempts', async () => {
    const { state, steps, after } = await createUnder({
      name: 'error-500',
      operation: 'startInstance',
      remaining: null,
    })
    expect(state).toBe('undone')
    expect(steps.find((step) => step.name === 'boot')?.attempt).toBe(4)
    expect(after.outside).toEqual({ instance: 'absent', volume: 'absent' })
  })

  test('does not touch a foreign object with the same name', async () => {
    const scenario = await prepareSaga(world, 'create_instance')
    const { instance = '' } = scenario.resources
    const stranger = new DriverError('conflict_not_ours')
    const deleted: string[] = []
    const driver = {
      ...world.simulator,
      createInstance: () => Promise.reject(stranger),
      stopInstance: () => Promise.reject(stranger),
      deleteInstance: (id: string) => {
        deleted.push(id)
        return Promise.reject(stranger)
      },
    }
    await driveToRest(world.engine({ driverFor: async () => driver }), scenario.sagaId)
    expect(await readSaga(world, scenario.sagaId)).toMatchObject({
      state: 'undone',
      failed_step: 'create_instance',
      failure_code: 'conflict_not_ours',
    })
    expect(deleted).toEqual([instance])
  })
})

describe('an undo that is impossible', () => {
  test('parks the saga with the reason, and keeps the claim', async () => {
    const scenario = await prepareSaga(world, 'create_instance')
    const refused = new DriverError('unauthorised', { rawText: 'certificate revoked' })
    const driver = {
      ...world.simulator,
      bootInstance: () => Promise.reject(new DriverError('rejected')),
      deleteInstance: () => Promise.reject(refused),
    }
    await driveToRest(world.engine({ driverFor: async () => driver }), scenario.sagaId)
    const { state, steps } = await readSaga(world, scenario.sagaId)
    expect(state).toBe('parked')
    const stuck = steps.find((step) => step.name === 'create_instance')
    expect(stuck).toMatchObject({ state: 'undo_failed', undo_attempt: 6 })
    const after = await snapshotWorld(world, scenario.resources)
    expect(after.claims.instance).toMatch(/^pending/)
  })

  test('a grown disk: the claim keeps the real size', async () => {
    const { resources } = await prepareAndRun('create_instance')
    const instance = resources.instance as Id<'instance'>
    const ctx = world.estate.own.as('technical', systemNow())
    const bundleId = world.estate.bundles.large.id
    const { sagaId } = await resizeInstance(ctx, { instanceId: instance, bundleId })
    const crash = ({ step, direction, place }: { step: string; direction: string; place: string }) => {
      if (step === 'resize' && direction === 'run' && place === 'after_effect')
        throw new DriverError('rejected')
    }
    await driveToRest(world.engine({ crash }), sagaId)
    expect((await readSaga(world, sagaId)).state).toBe('undone')
    const after = await snapshotWorld(world, { instance })
    expect(after.outside.instance).toMatchObject({ vcpu: 2, memoryMib: 4096, diskGib: 100 })
    expect(after.claims.instance).toBe('posted/2/4096/100/0')
  })
})

async function prepareAndRun(kind: 'create_instance') {
  const scenario = await prepareSaga(world, kind)
  await driveToRest(world.engine(), scenario.sagaId)
  return scenario
}
