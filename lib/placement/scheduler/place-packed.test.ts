import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Id } from '~/lib/kernel/ids'
import { openFutures, placementCost } from '../packing/host-futures'
import { planPlacement } from './place-resources'
import type { HostSnapshot, PlaceableResource, ZoneSnapshot } from './place-snapshot'

const total = 16_384
const now = 3_600_000
const hostsOf = fc.array(
  fc.record({
    vcpuFree: fc.integer({ min: 0, max: 8 }),
    // Free sixteenths of its memory; 16 is an empty host.
    parts: fc.integer({ min: 0, max: 16 }),
    rack: fc.nat(2),
    dedicated: fc.boolean(),
  }),
  { minLength: 1, maxLength: 8 },
)
const serversOf = fc.array(
  fc.record({ on: fc.nat(7), vcpu: fc.integer({ min: 1, max: 4 }), ageHours: fc.nat(200) }),
  { maxLength: 20 },
)
const needs = fc.array(
  fc.record({ vcpu: fc.integer({ min: 1, max: 4 }), parts: fc.integer({ min: 1, max: 8 }) }),
  { minLength: 1, maxLength: 5 },
)
const zone = fc.tuple(hostsOf, serversOf).map(([hosts, servers]): ZoneSnapshot => {
  const made = hosts.map(
    ({ vcpuFree, parts, rack, dedicated }, index): HostSnapshot => ({
      id: hostId(index),
      rackId: `rck_${rack}` as Id<'rack'>,
      roomId: 'rom_1' as Id<'room'>,
      labels: dedicated ? { dedicated: 'org_other' } : {},
      vcpuFree,
      memoryMibFree: (total * parts) / 16,
      memoryMibTotal: total,
      diskGibFree: 100,
    }),
  )
  const standing = servers.map(({ on, vcpu, ageHours }) => ({
    hostId: hostId(on),
    vcpu,
    memoryMib: vcpu * 1_024,
    orderCount: 1,
    createdSeconds: now - ageHours * 3_600,
  }))
  const packing = { nowSeconds: now, lifetimes: [], servers: standing }
  return { placement: 'pack', hosts: made, pools: [], packing }
})
const hostId = (index: number) => `hst_${index}` as Id<'host'>
const needOf = ({ vcpu, parts }: { vcpu: number; parts: number }, index: number): PlaceableResource => ({
  resourceId: `ins_${index}`,
  resourceKind: 'instance',
  vcpu,
  memoryMib: (total * parts) / 16,
  diskGib: 1,
  poolGib: 0,
  volumeClass: null,
})
const fits = (host: HostSnapshot, need: PlaceableResource) =>
  host.labels.dedicated === undefined && host.vcpuFree >= need.vcpu && host.memoryMibFree >= need.memoryMib

describe('a zone that packs', () => {
  it('places one server whenever a host fits it, on a host in use if possible, at about the lowest cost', () => {
    fc.assert(
      fc.property(zone, needs, fc.string(), (snapshot, [drawn], salt) => {
        const need = needOf(drawn ?? { vcpu: 1, parts: 1 }, 0)
        const fitting = snapshot.hosts.filter((host) => fits(host, need))
        const plan = planPlacement(snapshot, { resources: [need] }, salt)
        expect(plan.outcome).toBe(fitting.length > 0 ? 'planned' : 'no_room')
        if (plan.outcome !== 'planned' || !snapshot.packing) return
        const chosen = fitting.find(({ id }) => id === plan.places[0]?.hostId)
        const inUse = fitting.filter(({ memoryMibFree }) => memoryMibFree < total)
        expect(inUse.length > 0 ? inUse : fitting).toContain(chosen)
        const futures = openFutures(
          snapshot.hosts.map(({ id }) => ({ id, memoryMibTotal: total })),
          snapshot.packing,
        )
        const outlook = futures.outlookOf({ ...need, orderCount: 1 })
        const cost = (host: HostSnapshot) => placementCost(futures.find(host.id), host.memoryMibFree, outlook)
        expect(chosen && cost(chosen)).toBeLessThanOrEqual(Math.min(...fitting.map(cost)) + 0.1)
      }),
      { numRuns: 300 },
    )
  })

  it("never exceeds a host's capacity, satisfies every rule and is deterministic", () => {
    fc.assert(
      fc.property(zone, needs, fc.string(), fc.boolean(), (snapshot, drawn, salt, isApart) => {
        const resources = drawn.map(needOf)
        const members = resources.map(({ resourceId }) => resourceId)
        const rule = {
          id: 'g',
          relation: 'apart',
          level: 'rack',
          strength: 'must',
          members,
          standing: [],
        } as const
        const request = { resources, groups: isApart ? [rule] : [] }
        const plan = planPlacement(snapshot, request, salt)
        expect(planPlacement(snapshot, request, salt)).toEqual(plan)
        const naive = canPlaceAll(snapshot.hosts, resources, isApart)
        // The search is exhaustive for so few: no feasible request is refused.
        expect(plan.outcome).toBe(naive ? 'planned' : 'no_room')
        if (plan.outcome !== 'planned') return
        const racks: string[] = []
        for (const host of snapshot.hosts) {
          const on = resources.filter((need) =>
            plan.places.some((place) => place.hostId === host.id && place.resourceId === need.resourceId),
          )
          const sum = (of: (need: PlaceableResource) => number) => on.reduce((all, need) => all + of(need), 0)
          expect(sum(({ vcpu }) => vcpu)).toBeLessThanOrEqual(host.vcpuFree)
          expect(sum(({ memoryMib }) => memoryMib)).toBeLessThanOrEqual(host.memoryMibFree)
          if (on.length > 0) expect(host.labels.dedicated).toBeUndefined()
          racks.push(...on.map(() => host.rackId))
        }
        expect(racks).toHaveLength(resources.length)
        if (isApart) expect(new Set(racks).size).toBe(racks.length)
      }),
      { numRuns: 200 },
    )
  })

  it('prefers a host that will last to one about to empty, and the fuller of two equals', () => {
    const at = (name: string, memoryMibFree: number): HostSnapshot => ({
      id: `hst_${name}` as Id<'host'>,
      rackId: 'rck_1' as Id<'rack'>,
      roomId: 'rom_1' as Id<'room'>,
      labels: {},
      vcpuFree: 8,
      memoryMibFree,
      memoryMibTotal: total,
      diskGibFree: 100,
    })
    const on = (name: string, ageHours: number) => ({
      hostId: `hst_${name}` as Id<'host'>,
      vcpu: 1,
      memoryMib: 1_024,
      orderCount: 1,
      createdSeconds: now - ageHours * 3_600,
    })
    const need = needOf({ vcpu: 1, parts: 1 }, 0)
    const placed = (hosts: HostSnapshot[], servers: ReturnType<typeof on>[]) => {
      const packing = { nowSeconds: now, lifetimes: [], servers }
      const plan = planPlacement({ placement: 'pack', hosts, pools: [], packing }, { resources: [need] }, 's')
      return plan.outcome === 'planned' ? plan.places[0]?.hostId : null
    }
    // Without observations: a server four days old is expected to last, a new one is not.
    expect(placed([at('old', 12_288), at('young', 2_048)], [on('old', 96), on('young', 0)])).toBe('hst_old')
    expect(placed([at('wide', 12_288), at('full', 2_048)], [on('wide', 96), on('full', 96)])).toBe('hst_full')
  })
})

/** Whether some assignment exists, by trying all of them. */
function canPlaceAll(
  hosts: readonly HostSnapshot[],
  needs: readonly PlaceableResource[],
  isApart: boolean,
): boolean {
  const free = hosts.map((host) => ({ ...host }))
  const used: string[] = []
  const go = (index: number): boolean => {
    const need = needs[index]
    if (!need) return true
    for (const host of free) {
      if (!fits(host, need) || (isApart && used.includes(host.rackId))) continue
      host.vcpuFree -= need.vcpu
      host.memoryMibFree -= need.memoryMib
      used.push(host.rackId)
      if (go(index + 1)) return true
      used.pop()
      host.vcpuFree += need.vcpu
      host.memoryMibFree += need.memoryMib
    }
    return false
  }
  return go(0)
}
