import { afterAll, beforeAll, expect } from 'vitest'
import type { FileDatabase } from '~/db/testing/use-test-database'
import { type Kill, runKills } from './kill-programme'
import { openSagaWorld, type SagaWorld } from './saga-world'

/**
 * In a `*.reliability.test.ts`: returns a function that kills workers at these places and expects no orphaned, lost or duplicate
 * object, and every saga resumed within ten seconds. The figures of the file are printed at its end.
 */
export function useKills(database: FileDatabase): (all: Kill[]) => Promise<void> {
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
  return async (all) => {
    const result = await runKills(world, database.current, all)
    kills += all.reduce((sum, kill) => sum + (kill.again ? 2 : 1), 0)
    slowest = Math.max(slowest, result.resumedWithinMs)
    for (const what of ['orphans', 'lost', 'doubles'] as const) found[what] += result.damage[what].length
    expect(result.damage).toEqual({ orphans: [], lost: [], doubles: [] })
    expect(result.live).toBe(0)
    expect(result.resumedWithinMs).toBeLessThanOrEqual(10_000)
  }
}
