import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { learnWindow, type WatchedServer } from './learn-window'
import { startLifetimes } from './lifetimes'

const step = 300
const halfLife = 30 * 86_400
const server = fc
  .record({
    vcpu: fc.integer({ min: 1, max: 4 }),
    orderCount: fc.integer({ min: 1, max: 9 }),
    createdAt: fc.nat(200_000),
    life: fc.option(fc.integer({ min: 1, max: 200_000 })),
  })
  .map(
    ({ vcpu, orderCount, createdAt, life }): WatchedServer => ({
      vcpu,
      memoryMib: vcpu * 1_024,
      orderCount,
      createdAt,
      endedAt: life === null ? null : createdAt + life,
    }),
  )
const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 400_000 }), { maxLength: 8 })

describe('learnWindow', () => {
  it('counts every second of a server and every end once, for any split into windows', () => {
    fc.assert(
      fc.property(fc.array(server, { maxLength: 20 }), cuts, (servers, drawn) => {
        const edges = [0, ...drawn.sort((a, b) => a - b), 400_001]
        const lifetimes = startLifetimes()
        let steps = 0
        let ends = 0
        edges.slice(1).forEach((to, index) => {
          const from = edges[index] ?? 0
          const kept = 0.5 ** ((to - from) / halfLife)
          learnWindow(lifetimes, servers, from, to)
          // The same, computed per server: the overlap of two intervals, and an end that lies within.
          let ran = 0
          let ended = 0
          for (const { vcpu, createdAt, endedAt } of servers) {
            const overlap = Math.min(to, endedAt ?? to) - Math.max(from, createdAt)
            ran += (vcpu * Math.max(0, overlap)) / step
            if (endedAt !== null && endedAt >= from && endedAt < to) ended += vcpu
          }
          steps = steps * kept + ran
          ends = ends * kept + ended
        })
        const sum = (of: 'endings' | 'watched') =>
          lifetimes
            .kinds()
            .flatMap((kind) => kind[of])
            .reduce((total, each) => total + each, 0)
        expect(sum('watched')).toBeCloseTo(steps, 3)
        expect(sum('endings')).toBeCloseTo(ends, 6)
      }),
    )
  })
})
