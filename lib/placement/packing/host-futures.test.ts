import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Id } from '~/lib/kernel/ids'
import { type HostFutures, openFutures, type PlacedServer, placementCost } from './host-futures'
import { hoursAhead, type Outlook, spanHours } from './outlook'

const host = (name: string) => ({ id: `hst_${name}` as Id<'host'>, memoryMibTotal: 16_384 })
const hours = 3_600
const now = 1_000 * hours
const hosts = ['a', 'b', 'c'].map(host)
const standing = fc.record({ on: fc.nat(1), vcpu: fc.integer({ min: 1, max: 4 }), age: fc.nat(300) }).map(
  ({ on, vcpu, age }): PlacedServer => ({
    hostId: hosts[on]?.id as Id<'host'>,
    vcpu,
    memoryMib: 1_024 * vcpu,
    orderCount: 1,
    createdSeconds: now - age * hours,
  }),
)
const outlook = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 7, maxLength: 7 })
const open = (servers: PlacedServer[]) => openFutures(hosts, { nowSeconds: now, lifetimes: [], servers })

const score = (futures: HostFutures, on: { id: Id<'host'>; memoryMibFree: number }, server: Outlook) =>
  placementCost(futures.find(on.id), on.memoryMibFree, server)

describe('openFutures', () => {
  it('the cost is as defined: host hours for the server alone, its mismatch, and the free memory', () => {
    fc.assert(
      fc.property(fc.array(standing, { maxLength: 6 }), outlook, outlook, (servers, planned, server) => {
        const futures = open(servers)
        futures.plan(hosts[0]?.id as Id<'host'>, planned, 1)
        const lone = servers.filter(({ hostId }) => hostId === hosts[0]?.id)
        // Each server's outlook, read through a zone of one server, so that the sum below is computed
        // independently.
        const all: Outlook[] = [...lone.map((each) => outlookAlone(each)), planned]
        let expected = 0.5 * 0.25
        hoursAhead.forEach((_, at) => {
          const empty = all.reduce((chance, each) => chance * (1 - (each[at] ?? 0)), 1)
          const stays = server[at] ?? 0
          expected += (spanHours[at] ?? 0) * (stays * empty + 0.02 * (1 - stays) * (1 - empty))
        })
        const cost = score(futures, { id: hosts[0]?.id as Id<'host'>, memoryMibFree: 4_096 }, server)
        expect(cost).toBeCloseTo(expected, 6)
      }),
    )
  })

  it('a plan that is undone leaves no trace, in any order', () => {
    fc.assert(
      fc.property(
        fc.array(standing, { maxLength: 4 }),
        fc.array(outlook, { maxLength: 4 }),
        outlook,
        (servers, planned, server) => {
          const [futures, untouched] = [open(servers), open(servers)]
          const on = { id: hosts[1]?.id as Id<'host'>, memoryMibFree: 1_024 }
          for (const each of planned) futures.plan(on.id, each, 1)
          for (const each of planned) futures.plan(on.id, [...(each as number[])], -1)
          expect(score(futures, on, server)).toBe(score(untouched, on, server))
        },
      ),
    )
  })

  it('an empty or unknown host costs more than any host in use', () => {
    const futures = open([])
    const server = hoursAhead.map(() => 1)
    const [unused, unknown] = [
      { ...host('a'), memoryMibFree: 16_384 },
      { ...host('new'), memoryMibFree: 1 },
    ]
    const inUse = score(futures, { ...host('b'), memoryMibFree: 16_383 }, server)
    expect(score(futures, unused, server)).toBeGreaterThan(1_000 * inUse)
    expect(score(futures, unknown, server)).toBe(score(futures, unused, server))
  })
})

/** The chance that a server of this age still exists: 1 minus the vacancy of a host with only this server. */
function outlookAlone(server: PlacedServer): number[] {
  const futures = openFutures([host('x')], {
    nowSeconds: now,
    lifetimes: [],
    servers: [{ ...server, hostId: host('x').id }],
  })
  const none = hoursAhead.map(() => 0)
  const base = score(futures, { ...host('x'), memoryMibFree: 0 }, none)
  return hoursAhead.map((_, at) => {
    const asked = hoursAhead.map((__, other) => (other === at ? 1 : 0))
    const span = spanHours[at] ?? 1
    // score = constant + span × (empty − 0.02 × (1 − empty)).
    const weight = (score(futures, { ...host('x'), memoryMibFree: 0 }, asked) - base) / span
    return 1 - (weight + 0.02) / 1.02
  })
}
