import { describe, expect, test } from 'vitest'
import { type Load, planEvacuation, type Room } from '../what-if/plan-evacuation'
import { planHeadroom } from './plan-headroom'

/** Pseudo-random numbers, the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state % below
  }
}

function datacenter(seed: number): { rooms: Room[]; loads: Load[] } {
  const next = numbers(seed + 1)
  const rooms = Array.from({ length: 1 + next(8) }, (_, i) => ({
    id: `hst_${i}`,
    vcpu: next(64),
    memoryMib: next(65_536),
    diskGib: next(2_000),
  }))
  const loads = Array.from({ length: next(12) }, (_, i) => ({
    key: `k${i}`,
    count: 1 + next(6),
    vcpu: 1 + next(8),
    memoryMib: 512 * (1 + next(16)),
    diskGib: next(200),
  }))
  return { rooms, loads }
}

describe.each(Array.from({ length: 200 }, (_, seed) => seed))('datacenter %i', (seed) => {
  const { rooms, loads } = datacenter(seed)
  const { moves, stranded } = planEvacuation(rooms, loads)
  const sizes = new Map(loads.map((load) => [load.key, load]))

  test('placed loads fit, unplaced ones are reported, and none is lost', () => {
    for (const room of rooms) {
      for (const resource of ['vcpu', 'memoryMib', 'diskGib'] as const) {
        const taken = moves
          .filter((move) => move.hostId === room.id)
          .reduce((sum, move) => sum + move.count * (sizes.get(move.key)?.[resource] ?? 0), 0)
        expect(taken).toBeLessThanOrEqual(room[resource])
      }
    }
    const count = (of: readonly { key: string; count: number }[], key: string) =>
      of.filter((each) => each.key === key).reduce((sum, each) => sum + each.count, 0)
    for (const { key, count: asked } of loads) expect(count(moves, key) + count(stranded, key)).toBe(asked)
  })

  test('a load is stranded only if no host has room for it', () => {
    for (const { key } of stranded) {
      const size = sizes.get(key) as Load
      const left = rooms.map((room) => {
        const taken = (resource: 'vcpu' | 'memoryMib' | 'diskGib') =>
          moves
            .filter((move) => move.hostId === room.id)
            .reduce((sum, move) => sum + move.count * (sizes.get(move.key)?.[resource] ?? 0), 0)
        return {
          vcpu: room.vcpu - taken('vcpu'),
          memoryMib: room.memoryMib - taken('memoryMib'),
          diskGib: room.diskGib - taken('diskGib'),
        }
      })
      const takes = left.some(
        (room) => room.vcpu >= size.vcpu && room.memoryMib >= size.memoryMib && room.diskGib >= size.diskGib,
      )
      expect(takes).toBe(false)
    }
  })

  test('the result does not depend on the order of hosts and loads', () => {
    expect(planEvacuation([...rooms].reverse(), [...loads].reverse())).toEqual({ moves, stranded })
  })
})

test('each rack is judged as if it alone were emptied', () => {
  const judged = { stranding: 0, all: 0 }
  for (let seed = 0; seed < 400; seed += 1) {
    const next = numbers(seed + 7)
    const racks = ['a', 'b', 'c', 'd'].slice(0, 1 + next(4))
    const hosts = Array.from({ length: 1 + next(14) }, (_, i) => ({
      id: `hst_${i}`,
      rackId: racks[next(racks.length)] ?? 'a',
      vcpu: next(24),
      // Few sizes: many hosts are equally full.
      memoryMib: 4_096 * next(6),
      diskGib: next(600),
    }))
    const loads = Array.from({ length: next(14) }, () => ({
      rackId: racks[next(racks.length)] ?? 'a',
      rack: 'R',
      count: 1 + next(6),
      vcpu: 1 + next(5),
      memoryMib: 1_024 * (1 + next(8)),
      diskGib: next(150),
    }))
    const found = new Map(planHeadroom(hosts, loads).fatal.map((each) => [each.rackId, each.stranded]))
    for (const rackId of racks) {
      const others = hosts.filter((host) => host.rackId !== rackId)
      const lost = loads
        .filter((load) => load.rackId === rackId)
        .map((load) => ({ ...load, key: `${load.vcpu}/${load.memoryMib}/${load.diskGib}` }))
      const stranded = planEvacuation(others, lost).stranded.reduce((sum, each) => sum + each.count, 0)
      expect(found.get(rackId) ?? 0).toBe(stranded)
      judged.all += 1
      judged.stranding += stranded > 0 ? 1 : 0
    }
  }
  expect(judged.stranding).toBeGreaterThan(100)
  expect(judged.all - judged.stranding).toBeGreaterThan(100)
})

describe('a zone that loses a rack', () => {
  const host = (id: string, rackId: string, vcpu: number) => ({
    id,
    rackId,
    vcpu,
    memoryMib: vcpu * 4_096,
    diskGib: vcpu * 100,
  })
  const load = (rackId: string, count: number, vcpu: number) => ({
    rackId,
    rack: rackId,
    count,
    vcpu,
    memoryMib: vcpu * 4_096,
    diskGib: vcpu * 100,
  })

  test.each([
    ['everything fits elsewhere', [load('a', 4, 2)], []],
    ['the load of each of two racks fits elsewhere', [load('a', 4, 2), load('b', 1, 2)], []],
    ['two servers find no place', [load('a', 6, 2)], [{ rackId: 'a', rack: 'a', stranded: 2, total: 6 }]],
    ['the sum fits and no host does', [load('a', 1, 5)], [{ rackId: 'a', rack: 'a', stranded: 1, total: 1 }]],
    ['an empty zone', [], []],
  ])('%s', (_, loads, fatal) => {
    const hosts = [host('1', 'a', 50), host('2', 'b', 4), host('3', 'c', 4)]
    expect(planHeadroom(hosts, loads)).toEqual({
      racks: new Set(loads.map((each) => each.rackId)).size,
      fatal,
    })
  })

  test('lists the worst rack first', () => {
    const hosts = [host('1', 'a', 0), host('2', 'b', 0)]
    const { fatal } = planHeadroom(hosts, [load('a', 1, 2), load('b', 3, 2)])
    expect(fatal.map((each) => each.rackId)).toEqual(['b', 'a'])
  })
})
