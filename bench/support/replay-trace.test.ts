import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { prepareHostBound } from '~/lib/placement/packing/host-bound'
import { bestFit, firstFit, foreseen, oracle, spread } from './packing-policies'
import { replayTrace } from './replay-trace'
import type { Trace } from './trace'

const host = { vcpu: 8, memory: 32 }
const shapes = [
  { vcpu: 1, memory: 3 },
  { vcpu: 2, memory: 14 },
  { vcpu: 4, memory: 7 },
]
const trace = fc
  .array(fc.tuple(fc.nat(20), fc.nat(2), fc.integer({ min: 1, max: 4_000 }), fc.nat(5)), { maxLength: 60 })
  .map((drawn): Trace => {
    const servers = drawn.map(([bin, shape, life, orderId]) => ({
      orderId,
      orderCount: 1,
      size: shapes[shape] ?? host,
      arrives: bin * 300,
      departs: bin * 300 + life,
    }))
    return { servers: servers.sort((a, b) => a.arrives - b.arrives), startSeconds: 0, endSeconds: 9_000 }
  })

describe('replayTrace', () => {
  it('never fills a host over, never beats the bound and repeats itself, whatever the policy', () => {
    const bound = prepareHostBound(host, shapes)
    fc.assert(
      fc.property(trace, (drawn) => {
        const policies = [
          () => replayTrace(drawn, host, foreseen(host, true), 900),
          () => replayTrace(drawn, host, foreseen(host, false), 900),
          () => replayTrace(drawn, host, oracle(host), 900),
          ...[spread, firstFit, bestFit].map((policy) => () => replayTrace(drawn, host, policy, 900)),
        ]
        for (const replay of policies) {
          const samples = replay()
          expect(replay()).toEqual(samples)
          for (const { atSeconds, hosts } of samples) {
            const there = drawn.servers.filter((each) => each.arrives < atSeconds && each.departs > atSeconds)
            const counts = shapes.map((shape) => there.filter((each) => each.size === shape).length)
            expect(hosts).toBeGreaterThanOrEqual(Math.ceil(bound(counts).hosts - 1e-6))
            expect(hosts).toBeLessThanOrEqual(there.length)
          }
        }
      }),
      { numRuns: 40 },
    )
  })
})
