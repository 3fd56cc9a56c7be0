import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Id } from '~/lib/kernel/ids'
import { planRebalance } from './plan-rebalance'
import { type Move, type RebalanceHost, type RebalanceServer, rebalanceStateOf } from './rebalance-zone'

/** A zone of equal hosts, two a rack, two racks a room. */
function zoneOf(
  hosts: readonly (readonly Partial<RebalanceServer>[])[],
  closed: readonly number[] = [],
): RebalanceHost[] {
  return hosts.map((drawn, index) => {
    const servers = drawn.map(
      (server, at): RebalanceServer => ({
        id: `ins_${index}_${at}`,
        vcpu: 1,
        memoryMib: 1,
        diskGib: 1,
        apart: [],
        isFixed: false,
        ...server,
      }),
    )
    const used = (of: 'vcpu' | 'memoryMib' | 'diskGib') =>
      servers.reduce((sum, server) => sum + server[of], 0)
    return {
      id: `hst_${index}` as Id<'host'>,
      rackId: `rac_${Math.floor(index / 2)}` as Id<'rack'>,
      roomId: `roo_${Math.floor(index / 4)}` as Id<'room'>,
      isOpen: !closed.includes(index),
      make: index === 4 ? 'gpu' : '',
      free: { vcpu: 8 - used('vcpu'), memoryMib: 8 - used('memoryMib'), diskGib: 8 - used('diskGib') },
      servers,
    }
  })
}

const rule = fc.record({
  groupId: fc.constantFrom('a', 'b'),
  level: fc.constantFrom('host' as const, 'rack' as const, 'room' as const),
})
const server = fc.record({
  vcpu: fc.integer({ min: 0, max: 3 }),
  memoryMib: fc.integer({ min: 1, max: 4 }),
  isFixed: fc.integer({ min: 0, max: 9 }).map((drawn) => drawn === 0),
  apart: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: rule.map((each) => [each]) },
  ),
})
const zone = fc
  .tuple(
    fc.array(fc.array(server, { maxLength: 2 }), { minLength: 2, maxLength: 5 }),
    fc.array(fc.nat(5), { maxLength: 1 }),
  )
  .map(([hosts, closed]) => zoneOf(hosts, closed))

const find = (hosts: readonly RebalanceHost[], id: string) =>
  hosts.find((host) => host.id === id) as RebalanceHost
const brokenIn = (standing: ReturnType<typeof rebalanceStateOf>) =>
  standing.hosts.flatMap((host) =>
    standing.serversOn(host).flatMap((each) => (standing.keepsApart(each, host) ? [] : [each.id])),
  )

/** Makes the moves one by one; each must find its room free and violate no rule. */
function replay(hosts: readonly RebalanceHost[], moves: readonly Move[]) {
  const standing = rebalanceStateOf(hosts)
  for (const move of moves) {
    const from = find(hosts, move.fromHostId)
    const moved = from.servers.find((each) => each.id === move.serverId) as RebalanceServer
    standing.lift(moved, from)
    expect(moved.isFixed).toBe(false)
    expect(find(hosts, move.toHostId).make).toBe(from.make)
    expect(standing.accepts(moved, find(hosts, move.toHostId))).toBe(true)
    standing.place(moved, find(hosts, move.toHostId))
  }
  return standing
}

/** Whether some host can be emptied by moving only its own servers, by trying every place. */
function canFreeOne(hosts: readonly RebalanceHost[], movesMax: number): boolean {
  const standing = rebalanceStateOf(hosts)
  return standing.hosts.some((from) => {
    const servers = standing.serversOn(from)
    if (servers.length === 0 || servers.length > movesMax || servers.some((each) => each.isFixed))
      return false
    const targets = standing.hosts.filter(
      (host) => host !== from && host.make === from.make && standing.isInUse(host),
    )
    const placeFrom = (index: number): boolean => {
      const next = servers[index]
      if (!next) return true
      standing.lift(next, from)
      const placed = targets.some((host) => {
        if (!standing.accepts(next, host)) return false
        standing.place(next, host)
        const rest = placeFrom(index + 1)
        standing.lift(next, host)
        return rest
      })
      standing.place(next, from)
      return placed
    }
    return placeFrom(0)
  })
}

describe('planRebalance', () => {
  it('returns moves that are possible in their order, at most one per server, within the limit', () => {
    fc.assert(
      fc.property(zone, fc.nat(6), (hosts, movesMax) => {
        const plan = planRebalance(hosts, movesMax)
        const after = replay(hosts, plan.moves)
        expect(plan.moves.length).toBeLessThanOrEqual(movesMax)
        expect(new Set(plan.moves.map((move) => move.serverId)).size).toBe(plan.moves.length)
        for (const id of plan.freedHostIds) expect(after.isInUse(find(hosts, id))).toBe(false)
        expect(plan.hostsInUse.after).toBe(after.hosts.filter(after.isInUse).length)
        expect(brokenIn(after).sort()).toEqual([...plan.brokenServerIds].sort())
        expect(planRebalance([...hosts].reverse(), movesMax)).toEqual(plan)
      }),
      { numRuns: 500 },
    )
  })

  it('empties a host whenever exhaustive search can, if no rule is violated at the start', () => {
    let freed = 0
    fc.assert(
      fc.property(zone, fc.integer({ min: 1, max: 6 }), (hosts, movesMax) => {
        fc.pre(brokenIn(rebalanceStateOf(hosts)).length === 0)
        const plan = planRebalance(hosts, movesMax)
        expect(plan.freedHostIds.length > 0).toBe(canFreeOne(hosts, movesMax))
        freed += plan.freedHostIds.length
      }),
      { numRuns: 500 },
    )
    expect(freed).toBeGreaterThan(0)
  })

  it('repairs a violated rule before it empties hosts', () => {
    const apart = [{ groupId: 'web', level: 'rack' as const }]
    const hosts = zoneOf([[{ apart }], [{ apart }], [{ memoryMib: 2 }], [{}, {}]])
    const plan = planRebalance(hosts, 1)
    expect(plan.moves).toEqual([{ serverId: 'ins_0_0', fromHostId: 'hst_0', toHostId: 'hst_2' }])
    expect(plan.repairedServerIds).toEqual(['ins_0_0'])
    expect(plan.brokenServerIds).toEqual([])
  })

  it('reports the rule that it cannot repair, and moves no fixed server', () => {
    const apart = [{ groupId: 'web', level: 'room' as const }]
    const plan = planRebalance(zoneOf([[{ apart }], [{ apart, isFixed: true }]]), 10)
    expect(plan).toMatchObject({ moves: [], brokenServerIds: ['ins_0_0', 'ins_1_0'], freedHostIds: [] })
  })

  it('plans a zone of a thousand hosts and twenty thousand servers within bounds', () => {
    const servers = (index: number) =>
      Array.from({ length: 20 }, (_, at) => ({ vcpu: 0, memoryMib: at < index % 7 ? 1 : 0, diskGib: 0 }))
    const plan = planRebalance(zoneOf(Array.from({ length: 1_000 }, (_, index) => servers(index))), 100)
    expect(plan.moves.length).toBe(100)
    expect(plan.freedHostIds.length).toBe(5)
  })
})
