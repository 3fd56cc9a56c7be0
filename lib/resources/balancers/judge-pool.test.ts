import { expect, it } from 'vitest'
import { judgePool, nextStanding } from './judge-pool'

const [up, down, unknown] = (['up', 'down', 'unknown'] as const).map((health) => ({
  health,
  isDraining: false,
}))
const drained = { health: 'down' as const, isDraining: true }

it.each([
  ['one of two answers', [up, down], 'up'],
  ['none answers', [down, down], 'down'],
  ['one was not checked yet', [down, unknown], 'unknown'],
  ['the pool is empty', [], 'unknown'],
  ['the only server is drained', [drained], 'unknown'],
  ['none answers and one is drained', [down, drained], 'down'],
])('when %s', (_, backends, pool) => {
  expect(judgePool(backends.flatMap((each) => each ?? []))).toBe(pool)
})

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 1) + seconds * 1_000)

it('notifies once of a pool that stays down, once of its return, and of no short interruption', () => {
  const told: (string | null)[] = []
  let standing: { poolDownSince: Date | null; poolAlertedAt: Date | null } = {
    poolDownSince: null,
    poolAlertedAt: null,
  }
  const seen = ['down', 'up', 'down', 'unknown', 'down', 'down', 'down', 'up', 'up'] as const
  for (const [index, pool] of seen.entries()) {
    const { notify, ...next } = nextStanding(standing, pool, at(index * 10))
    standing = next
    told.push(notify)
  }
  expect(told).toEqual([null, null, null, null, null, 'down', null, 'up', null])
  expect(standing).toEqual({ poolDownSince: null, poolAlertedAt: null })
})
