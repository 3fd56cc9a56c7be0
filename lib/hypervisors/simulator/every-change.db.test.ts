import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { everyChange } from '../testing/every-change'
import { simulatorWorld } from '../testing/simulator-world'
import type { World } from '../testing/world'
import { changingOperations, type FaultName, faultNames, faults } from './fault-names'
import { openSimulator, type SimulatorDriver } from './open-simulator'

const database = useTestDatabase()
let world: World
let control: SimulatorDriver

beforeAll(async () => {
  const databaseUrl = database.current.roleUrl('andromede_simulator')
  world = await simulatorWorld(databaseUrl)
  control = openSimulator({ databaseUrl, installation: 'control', now: () => new Date() })
})
afterAll(async () => {
  await control.close()
  await world.close()
})

const passing = faultNames.filter((name) => !faults[name].isLasting && name !== 'stale-read')
const times = 3
const matrix = everyChange.flatMap((change) =>
  passing.map((fault) => ({ change, fault, operation: change.name })),
)

it('covers every changing call of the port', () => {
  expect(everyChange.map((each) => each.name).sort()).toEqual([...changingOperations].sort())
})

describe('a transient fault on every change', () => {
  it.each(matrix)(`$fault, ${times} times, on $operation`, async ({ change, fault }) => {
    const { call, check } = await change.prepare(world)
    await control.setFault({ name: fault, operation: change.name as 'createInstance', remaining: times })
    // A fault after the effect may strike fewer times: a repeated call has nothing left to do.
    const failures = await failuresUntilSuccess(() => call(world.driver))
    expect(failures.length).toBeGreaterThan(0)
    expect(failures.length).toBeLessThanOrEqual(times)
    for (const failure of failures) expect(failure).toMatchObject({ name: 'DriverError' })
    await check()
    await call(world.driver)
    await check()
    await control.clearFaults(fault satisfies FaultName)
  })
})

async function failuresUntilSuccess(call: () => Promise<void>): Promise<unknown[]> {
  const failures: unknown[] = []
  while (failures.length <= 5) {
    const failure = await call().then(
      () => null,
      (error: unknown) => error,
    )
    if (failure === null) return failures
    failures.push(failure)
  }
  throw new Error('the call never succeeded', { cause: failures.at(-1) })
}
