import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Id } from '~/lib/kernel/ids'
import { type PlacementPlan, planPlacement } from './place-resources'
import type { HostSnapshot, PlaceableResource, PoolSnapshot, ZoneSnapshot } from './place-snapshot'
import { countFits } from './place-stock'

const host = fc.record({
  vcpuFree: fc.nat(8),
  memoryMibFree: fc.nat(8).map((gib) => gib * 1024),
  diskGibFree: fc.nat(8).map((tens) => tens * 10),
})
const pool = fc.record({
  volumeClass: fc.constantFrom('fast', 'standard'),
  gibFree: fc.nat(5).map((t) => t * 10),
})
const snapshot: fc.Arbitrary<ZoneSnapshot> = fc.record({
  placement: fc.constantFrom('spread', 'pack'),
  hosts: fc.array(host, { maxLength: 4 }).map((hosts) =>
    hosts.map(
      (each, i): HostSnapshot => ({
        ...each,
        labels: {},
        id: `hst_${i}` as Id<'host'>,
        rackId: `rac_${i % 2}` as Id<'rack'>,
        roomId: 'roo_0' as Id<'room'>,
      }),
    ),
  ),
  pools: fc
    .array(pool, { maxLength: 2 })
    .map((pools) => pools.map((each, i) => ({ ...each, id: `poo_${i}` as Id<'pool'> }) as PoolSnapshot)),
})
const part = {
  vcpu: fc.integer({ min: 1, max: 4 }),
  memoryMib: fc.integer({ min: 1, max: 4 }).map((gib) => gib * 1024),
  diskGib: fc.integer({ min: 1, max: 4 }).map((tens) => tens * 10),
}
const volumePart = {
  poolGib: fc.constantFrom(10, 20),
  volumeClass: fc.constantFrom('fast' as const, 'standard' as const),
}
const none = { vcpu: fc.constant(0), memoryMib: fc.constant(0), diskGib: fc.constant(0) }
const shape = fc.oneof(
  fc.record({ ...part, poolGib: fc.constant(0), volumeClass: fc.constant(null) }),
  fc.record({ ...none, ...volumePart }),
  fc.record({ ...part, ...volumePart }),
)
const named = (shapes: Omit<PlaceableResource, 'resourceId' | 'resourceKind'>[]): PlaceableResource[] =>
  shapes.map((each, i) => ({ ...each, resourceId: `ins_${i}`, resourceKind: 'instance' }))

/** The oracle: exhaustive search over every assignment of resources to hosts and pools. */
function somePlacementExists(zone: ZoneSnapshot, resources: readonly PlaceableResource[]): boolean {
  const [first, ...rest] = resources
  if (!first) return true
  const hosts = first.vcpu > 0 ? zone.hosts.map((_, i) => i) : [-1]
  const pools = first.poolGib > 0 ? zone.pools.map((_, i) => i) : [-1]
  return hosts.some((h) =>
    pools.some((p) => {
      const left = subtract(zone, h, p, first)
      return left !== null && somePlacementExists(left, rest)
    }),
  )
}

/**
 * The zone after one placement, or null when it does not fit there. Written independently of the code under
 * test.
 */
function subtract(zone: ZoneSnapshot, h: number, p: number, need: PlaceableResource): ZoneSnapshot | null {
  const hosts = zone.hosts.map((each, i) =>
    i === h
      ? {
          ...each,
          vcpuFree: each.vcpuFree - need.vcpu,
          memoryMibFree: each.memoryMibFree - need.memoryMib,
          diskGibFree: each.diskGibFree - need.diskGib,
        }
      : each,
  )
  const pools = zone.pools.map((each, i) =>
    i === p ? { ...each, gibFree: each.gibFree - need.poolGib } : each,
  )
  if (p >= 0 && zone.pools[p]?.volumeClass !== need.volumeClass) return null
  const isShort =
    hosts.some((each) => each.vcpuFree < 0 || each.memoryMibFree < 0 || each.diskGibFree < 0) ||
    pools.some((each) => each.gibFree < 0)
  return isShort ? null : { ...zone, hosts, pools }
}

function replay(
  zone: ZoneSnapshot,
  resources: readonly PlaceableResource[],
  plan: PlacementPlan,
): ZoneSnapshot | null {
  if (plan.outcome !== 'planned') return zone
  return plan.places.reduce<ZoneSnapshot | null>((left, place) => {
    const need = resources.find((each) => each.resourceId === place.resourceId)
    if (!left || !need) return null
    return subtract(
      left,
      left.hosts.findIndex((each) => each.id === place.hostId),
      left.pools.findIndex((each) => each.id === place.poolId),
      need,
    )
  }, zone)
}

test('a plan never exceeds the capacity, and places everything or nothing', () => {
  fc.assert(
    fc.property(
      snapshot,
      fc.array(shape, { minLength: 1, maxLength: 4 }),
      fc.string(),
      (zone, shapes, salt) => {
        const resources = named(shapes)
        const plan = planPlacement(zone, { resources }, salt)
        expect(replay(zone, resources, plan)).not.toBeNull()
        if (plan.outcome === 'planned') {
          expect(plan.places.map((place) => place.resourceId).sort()).toEqual(
            resources.map((each) => each.resourceId).sort(),
          )
          for (const place of plan.places) {
            const need = resources.find((each) => each.resourceId === place.resourceId)
            expect([place.hostId !== null, place.poolId !== null]).toEqual([
              (need?.vcpu ?? 0) > 0,
              (need?.poolGib ?? 0) > 0,
            ])
          }
        }
      },
    ),
    { numRuns: 1_000 },
  )
})

test('one resource, or several equal ones, find a place exactly when one exists', () => {
  fc.assert(
    fc.property(
      snapshot,
      shape,
      fc.integer({ min: 1, max: 4 }),
      fc.string(),
      (zone, each, quantity, salt) => {
        const resources = named(Array.from({ length: quantity }, () => each))
        const plan = planPlacement(zone, { resources }, salt)
        expect(plan.outcome === 'planned').toBe(somePlacementExists(zone, resources))
      },
    ),
    { numRuns: 1_000 },
  )
})

test('the counted stock is exactly the number that can be placed', () => {
  fc.assert(
    fc.property(snapshot, shape, (zone, each) => {
      const count = countFits(zone, each)
      const fits = (quantity: number) =>
        quantity === 0 ||
        planPlacement(zone, { resources: named(Array.from({ length: quantity }, () => each)) }, '')
          .outcome === 'planned'
      expect([fits(count), fits(count + 1)]).toEqual([true, false])
    }),
    { numRuns: 500 },
  )
})

test('the same input gives the same plan, and the input is not modified', () => {
  fc.assert(
    fc.property(
      snapshot,
      fc.array(shape, { minLength: 1, maxLength: 3 }),
      fc.string(),
      (zone, shapes, salt) => {
        const before = structuredClone(zone)
        const plans = [1, 2].map(() => planPlacement(zone, { resources: named(shapes) }, salt))
        expect(plans[0]).toEqual(plans[1])
        expect(zone).toEqual(before)
      },
    ),
  )
})

const alike = (ids: string[]): ZoneSnapshot => ({
  placement: 'spread',
  pools: [],
  hosts: ids.map((id) => ({
    id: id as Id<'host'>,
    labels: {},
    rackId: 'rac_0' as Id<'rack'>,
    roomId: 'roo_0' as Id<'room'>,
    vcpuFree: 8,
    memoryMibFree: 8192,
    diskGibFree: 100,
  })),
})
const small = {
  vcpu: 1,
  memoryMib: 1024,
  diskGib: 10,
  poolGib: 0,
  volumeClass: null,
  resourceKind: 'instance' as const,
}
const hostOf = (plan: PlacementPlan) => (plan.outcome === 'planned' ? plan.places[0]?.hostId : null)

test('ties are broken by id: the order in which hosts are read does not matter', () => {
  const ids = ['hst_b', 'hst_a', 'hst_d', 'hst_c', 'hst_f', 'hst_e']
  const request = { resources: [{ ...small, resourceId: 'ins_x' }] }
  for (const salt of ['1', '2', '3', '4', '5']) {
    const forward = hostOf(planPlacement(alike(ids), request, salt))
    expect(hostOf(planPlacement(alike([...ids].reverse()), request, salt))).toBe(forward)
    expect(['hst_a', 'hst_b', 'hst_c', 'hst_d', 'hst_e']).toContain(forward)
  }
})

test('rivals are spread over the five best hosts only', () => {
  const zone = alike(['hst_a', 'hst_b', 'hst_c', 'hst_d', 'hst_e', 'hst_f', 'hst_g'])
  const counts = new Map<string, number>()
  for (let i = 0; i < 1_000; i += 1) {
    const chosen = String(
      hostOf(planPlacement(zone, { resources: [{ ...small, resourceId: `ins_${i}` }] }, `ins_${i}:1`)),
    )
    counts.set(chosen, (counts.get(chosen) ?? 0) + 1)
  }
  expect([...counts.keys()].sort()).toEqual(['hst_a', 'hst_b', 'hst_c', 'hst_d', 'hst_e'])
  for (const count of counts.values()) expect(count).toBeGreaterThan(120)
})

test('spread prefers the emptiest hosts, pack the fullest', () => {
  const hosts = Array.from({ length: 10 }, (_, i) => ({
    id: `hst_${i}` as Id<'host'>,
    labels: {},
    rackId: 'rac_0' as Id<'rack'>,
    roomId: 'roo_0' as Id<'room'>,
    vcpuFree: 8,
    memoryMibFree: (i + 1) * 1024,
    diskGibFree: 100,
  }))
  const request = { resources: [{ ...small, resourceId: 'ins_x' }] }
  const chosen = (placement: 'spread' | 'pack') =>
    Array.from({ length: 50 }, (_, i) =>
      Number(hostOf(planPlacement({ placement, hosts, pools: [] }, request, String(i)))?.slice(4)),
    )
  expect(Math.min(...chosen('spread'))).toBe(5)
  expect(Math.max(...chosen('pack'))).toBe(4)
})

test('a host without the required label is no candidate', () => {
  const zone = alike(['hst_a', 'hst_b'])
  const labelled = {
    ...zone,
    hosts: zone.hosts.map((each) => ({ ...each, labels: each.id === 'hst_b' ? { gpu: 'yes' } : {} })),
  } as ZoneSnapshot
  const asking = (gpu: string) => ({
    resources: [{ ...small, resourceId: 'ins_x', requiredLabels: { gpu } }],
  })
  expect(hostOf(planPlacement(labelled, asking('yes'), 's'))).toBe('hst_b')
  expect(planPlacement(labelled, asking('no'), 's')).toMatchObject({ outcome: 'no_room', short: 'label' })
})

test("a bundle's own policy overrides the zone's, in both directions", () => {
  const hosts = alike(['hst_a', 'hst_b', 'hst_c', 'hst_d', 'hst_e', 'hst_f']).hosts.map((host, i) => ({
    ...host,
    memoryMibFree: 8192 + i * 1024,
  }))
  const chosen = (zone: 'spread' | 'pack', bundle: 'spread' | 'pack' | undefined) => {
    const resources = [{ ...small, resourceId: 'ins_x', placement: bundle }]
    return Array.from({ length: 40 }, (_, i) =>
      hostOf(planPlacement({ placement: zone, hosts, pools: [] }, { resources }, String(i))),
    )
  }
  for (const zone of ['spread', 'pack'] as const) {
    expect(chosen(zone, 'pack')).not.toContain('hst_f')
    expect(chosen(zone, 'spread')).not.toContain('hst_a')
    expect(chosen(zone, undefined)).toEqual(chosen(zone, zone))
  }
})

test.each([
  [{ vcpuFree: 0, memoryMibFree: 8192, diskGibFree: 100 }, 'vcpu'],
  [{ vcpuFree: 8, memoryMibFree: 512, diskGibFree: 100 }, 'memory'],
  [{ vcpuFree: 8, memoryMibFree: 8192, diskGibFree: 5 }, 'disk'],
] as const)('on a host with %o the refusal names %s as short', (free, short) => {
  const zone: ZoneSnapshot = {
    placement: 'spread',
    pools: [],
    hosts: alike(['hst_a']).hosts.map((host) => ({ ...host, ...free })),
  }
  const plan = planPlacement(zone, { resources: [{ ...small, resourceId: 'ins_x' }] }, 's')
  expect(plan).toMatchObject({ outcome: 'no_room', short })
})

test('anti-affinity sets find places even when there is just enough room', () => {
  // Slots per host, and sizes of sets that fill exactly all of them: feasible when no host has more slots than
  // there are sets.
  const filled = fc
    .tuple(
      fc.integer({ min: 2, max: 3 }),
      fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 4, maxLength: 9 }),
    )
    .filter(([size, slots]) => {
      const total = slots.reduce((sum, each) => sum + each, 0)
      return total % size === 0 && Math.max(...slots) <= total / size
    })
  fc.assert(
    fc.property(
      filled,
      fc.string(),
      fc.constantFrom('spread' as const, 'pack' as const),
      ([size, slots], salt, placement) => {
        const hosts = slots.map((count, i) => ({
          id: `hst_${i}` as Id<'host'>,
          rackId: `rac_${i}` as Id<'rack'>,
          roomId: 'roo_0' as Id<'room'>,
          labels: {},
          vcpuFree: 2 * count,
          memoryMibFree: 1_000_000 - i,
          diskGibFree: 100_000,
        }))
        const count = slots.reduce((sum, each) => sum + each, 0)
        const shape = { vcpu: 2, memoryMib: 1024, diskGib: 10, poolGib: 0, volumeClass: null }
        // Random ids: the members of a set are not adjacent.
        const resources = named(Array.from({ length: count }, () => shape)).map((each, i) => ({
          ...each,
          resourceId: `ins_${(i * 7919) % 1009}`,
        }))
        const groups = Array.from({ length: count / size }, (_, g) => ({
          id: `grp_${g}` as Id<'placementGroup'>,
          relation: 'apart' as const,
          level: 'host' as const,
          strength: 'must' as const,
          members: resources.slice(g * size, (g + 1) * size).map(({ resourceId }) => resourceId),
          standing: [],
        }))
        const request = { organisationId: 'org_0' as Id<'organisation'>, resources, groups }
        const plan = planPlacement({ placement, hosts, pools: [] }, request, salt)
        expect(plan.outcome).toBe('planned')
        if (plan.outcome !== 'planned') return
        expect(plan.rules.every(({ isKept }) => isKept)).toBe(true)
        for (const [i, each] of slots.entries())
          expect(plan.places.filter(({ hostId }) => hostId === `hst_${i}`)).toHaveLength(each)
      },
    ),
    { numRuns: 300 },
  )
})
