import { afterAll, beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { killsOf, runKills } from '../testing/kill-programme'
import { openSagaWorld, type SagaWorld } from '../testing/saga-world'

const database = useTestDatabase()
let world: SagaWorld

beforeAll(async () => {
  world = await openSagaWorld(database.current)
})
afterAll(() => world?.close())

test('a worker killed after any effect of a creation leaves no lost, orphaned or duplicate object', async () => {
  const kills = killsOf('create_instance').filter(
    (kill) => kill.place === 'after_effect' && kill.direction === 'run',
  )
  const result = await runKills(world, database.current, kills)
  console.log(`${result.kills} kills, resumed within ${Math.round(result.resumedWithinMs)} ms`)
  expect(result.damage).toEqual({ orphans: [], lost: [], doubles: [] })
  expect(result.live).toBe(0)
}, 90_000)
