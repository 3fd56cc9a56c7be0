import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { everyZone } from '~/lib/kernel/serves-zone'
import { systemNow } from '~/lib/kernel/time/clock'
import { openSagaWorld, type SagaWorld } from '~/lib/resources/testing/saga-world'
import { prepareSaga, readSaga } from '~/lib/resources/testing/scenarios'
import { type SagaRunner, startSagaRunner } from '~/lib/sagas/runtime'
import { dueSagaSweeper } from './due-sagas'

const database = useTestDatabase()
let world: SagaWorld
let runner: SagaRunner

beforeAll(async () => {
  world = await openSagaWorld(database.current)
  runner = startSagaRunner({
    engine: world.engine(),
    room: { perOrganisation: 2, total: 4 },
    sweepMs: 3_600_000,
  })
})
afterAll(async () => {
  await runner?.stop(0)
  await world?.close()
})

const look = (sweeper: ReturnType<typeof dueSagaSweeper>) =>
  sweeper.run(systemTestContext(systemNow()), new AbortController().signal, everyZone)

test('a saga whose nudge was lost is taken at the next look', async () => {
  const sweeper = dueSagaSweeper(runner, { isElder: () => true })
  const { sagaId } = await prepareSaga(world, 'create_volume')
  await look(sweeper)
  await expect.poll(async () => (await readSaga(world, sagaId)).state).toBe('succeeded')
})

test('the two oldest workers look each second, others every three seconds', () => {
  const looks = (isElder: boolean) => {
    const sweeper = dueSagaSweeper(runner, { isElder: () => isElder })
    return Array.from({ length: 6 }, () => !sweeper.isIdle?.()).filter((isLooking) => isLooking).length
  }
  expect([looks(true), looks(false)]).toEqual([6, 2])
})
