import { afterAll, beforeAll, expect, test } from 'vitest'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { newId } from '~/lib/kernel/ids'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import { openSagaWorld, type SagaWorld } from '~/lib/resources/testing/saga-world'
import type { Driver } from '../port/driver'
import { DriverError } from '../port/driver-error'
import { compareZones } from './compare-zones'
import { listDrifts } from './list-drifts'

const database = useTestDatabase()
const startedAt = systemNow()
let world: SagaWorld
beforeAll(async () => {
  world = await openSagaWorld(database.current)
})
afterAll(() => world?.close())

const compareAfter = (seconds: number, surveyor: Driver) =>
  compareZones(systemTestContext(addSeconds(startedAt, seconds)), {
    comparedHypervisorOf: async () => ({ surveyor, driverOf: async () => surveyor, hostOf: (name) => name }),
  })
const shownAfter = async (seconds: number) => {
  const ctx = staffTestContext(newId('staff'), ['auditor'], addSeconds(startedAt, seconds))
  const { comparisons } = await listDrifts(ctx)
  return comparisons.find((each) => each.zoneId === world.estate.zone.zoneId)
}
const outOfReach = (): Driver => ({
  ...world.simulator,
  survey: () => Promise.reject(new DriverError('hypervisor_unreachable')),
})

test('an unreachable zone keeps the instant of its last successful comparison', async () => {
  await compareAfter(0, outOfReach())
  expect(await shownAfter(1)).toMatchObject({ comparedAt: null, isOverdue: false })
  await compareAfter(60, world.simulator)
  const comparedAt = addSeconds(startedAt, 60).toISOString()
  expect(await shownAfter(61)).toMatchObject({ comparedAt, isOverdue: false })
  for (let minute = 2; minute < 60; minute += 1) await compareAfter(minute * 60, outOfReach())
  expect(await shownAfter(3_600)).toMatchObject({ comparedAt, isOverdue: true })
  await compareAfter(3_660, world.simulator)
  expect(await shownAfter(3_661)).toMatchObject({ isOverdue: false })
})
