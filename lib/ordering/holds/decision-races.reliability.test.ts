import { beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { racesByPair } from '../testing/race-model'
import { type Disagreement, openRaceWorld } from '../testing/race-world'

const rounds = Number(process.env.ROUNDS ?? 200)

const { sql } = useTestDatabase()
let world: Awaited<ReturnType<typeof openRaceWorld>>

beforeAll(async () => {
  process.env.RATE_LIMIT_FACTOR = '1000000'
  world = await openRaceWorld(sql)
})

// In every second round both wait for the order's lock before either continues; the others run freely.
test.each([...racesByPair()])(
  `${rounds} rounds of two concurrent decisions about one order: %s`,
  async (pair, races) => {
    const disagreements: Disagreement[] = []
    const failures: unknown[] = []
    for (let index = 0; index < rounds; index += 1) {
      const race = races[Math.floor(index / 2) % races.length]
      if (!race) continue
      const round = await world.round(race, index % 2 === 0)
      failures.push(...round.failures)
      if (round.disagreement) disagreements.push(round.disagreement)
    }
    console.info(
      `${pair}: ${rounds} rounds, ${disagreements.length} disagreements, ${failures.length} failures`,
    )
    expect({ disagreements, failures }).toEqual({ disagreements: [], failures: [] })
  },
)

test('no invariant is violated after all of them', async () => {
  expect(await world.violations()).toEqual([])
}, 600_000)
