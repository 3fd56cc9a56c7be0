import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { sagaKinds } from '~/lib/sagas/saga-kinds'
import { type Kill, killsOf, repeatKill, runKills } from '../testing/kill-programme'
import { openSagaWorld, type SagaWorld } from '../testing/saga-world'

const database = useTestDatabase()
let world: SagaWorld
let kills = 0
let slowest = 0
const found = { orphans: 0, lost: 0, doubles: 0 }

beforeAll(async () => {
  world = await openSagaWorld(database.current)
})
afterAll(async () => {
  console.log(
    `${kills} kills, ${found.orphans} orphans, ${found.lost} lost, ${found.doubles} doubles, slowest recovery ${Math.round(slowest)} ms`,
  )
  await world?.close()
})

/** SIGKILL at every step, before the effect, after it and after its record, forward and undoing. */
describe('a worker killed anywhere', () => {
  async function check(all: Kill[]) {
    const result = await runKills(world, database.current, all)
    kills += all.reduce((sum, kill) => sum + (kill.again ? 2 : 1), 0)
    slowest = Math.max(slowest, result.resumedWithinMs)
    for (const what of ['orphans', 'lost', 'doubles'] as const) found[what] += result.damage[what].length
    expect(result.damage).toEqual({ orphans: [], lost: [], doubles: [] })
    expect(result.live).toBe(0)
    expect(result.resumedWithinMs).toBeLessThanOrEqual(10_000)
  }

  for (const kind of sagaKinds) {
    test(`in ${kind} leaves no orphaned, lost or duplicate object, and is resumed within 10 s`, () =>
      check(killsOf(kind)))
  }

  for (const kind of sagaKinds) {
    test(`in ${kind} twice, the second time during the resumption, leaves none either`, () =>
      check(killsOf(kind).flatMap(repeatKill)))
  }

  test('in the second creation of a volume leaves none either', () =>
    check(killsOf('create_volume').map((kill): Kill => ({ ...kill, isRetry: true }))))
})
