import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { prepareHostBound } from '~/lib/placement/packing/host-bound'
import { makeTrace } from './make-trace'
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
      size: shapes[shape] ?? host,
      arrives: bin * 300,
      departs: bin * 300 + life,
    }))
    servers.sort((a, b) => a.arrives - b.arrives || a.orderId - b.orderId)
    return { servers, startSeconds: 0, endSeconds: 9_000 }
  })

describe('replayTrace', () => {
  it('never overfills a host, never beats the bound and is deterministic, for every policy', () => {
    const bound = prepareHostBound(host, shapes)
    fc.assert(
      fc.property(trace, (drawn) => {
        for (const policy of ['spread', 'pack', 'best_fit'] as const) {
          const samples = replayTrace(drawn, host, policy, 900)
          expect(replayTrace(drawn, host, policy, 900)).toEqual(samples)
          for (const { atSeconds, hosts } of samples) {
            const there = drawn.servers.filter((each) => each.arrives < atSeconds && each.departs > atSeconds)
            const counts = shapes.map((shape) => there.filter((each) => each.size === shape).length)
            expect(hosts).toBeGreaterThanOrEqual(Math.ceil(bound(counts).hosts - 1e-6))
            expect(hosts).toBeLessThanOrEqual(there.length)
          }
        }
      }),
      { numRuns: 30 },
    )
  })
})

describe('makeTrace', () => {
  it('is deterministic by seed and ordered by arrival, and each server stays for a while', () => {
    const made = makeTrace(1)
    expect(makeTrace(1)).toEqual(made)
    expect(makeTrace(2)).not.toEqual(made)
    made.servers.forEach((server, index) => {
      expect(server.arrives).toBeGreaterThanOrEqual(made.servers[index - 1]?.arrives ?? 0)
      expect(server.departs).toBeGreaterThan(server.arrives)
    })
  })
})
