import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Id } from '~/lib/kernel/ids'
import { planPlacement } from './place-resources'
import type { GroupRule } from './place-rules'
import {
  dedicatedLabel,
  type HostSnapshot,
  type PlaceableResource,
  type ZoneSnapshot,
} from './place-snapshot'

const places = [
  { rackId: 'rac_a', roomId: 'roo_x' },
  { rackId: 'rac_a', roomId: 'roo_x' },
  { rackId: 'rac_b', roomId: 'roo_x' },
  { rackId: 'rac_c', roomId: 'roo_y' },
] as { rackId: Id<'rack'>; roomId: Id<'room'> }[]

const host = fc.record({
  vcpuFree: fc.nat(4),
  owner: fc.constantFrom(undefined, undefined, 'org_own', 'org_other'),
  gpu: fc.boolean(),
})
const zone: fc.Arbitrary<ZoneSnapshot> = fc.record({
  placement: fc.constantFrom('spread' as const, 'pack' as const),
  pools: fc.constant([]),
  hosts: fc.array(host, { minLength: 1, maxLength: 4 }).map((hosts) =>
    hosts.map(
      ({ vcpuFree, owner, gpu }, i): HostSnapshot => ({
        id: `hst_${i}` as Id<'host'>,
        ...(places[i] as (typeof places)[number]),
        labels: { ...(owner ? { [dedicatedLabel]: owner } : {}), ...(gpu ? { gpu: 'yes' } : {}) },
        vcpuFree,
        memoryMibFree: vcpuFree * 1024,
        diskGibFree: 100,
      }),
    ),
  ),
})
const resources = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }).map((sizes) =>
  sizes.map(
    (vcpu, i): PlaceableResource => ({
      resourceId: `ins_${i}`,
      resourceKind: 'instance',
      vcpu,
      memoryMib: vcpu * 1024,
      diskGib: 10,
      poolGib: 0,
      volumeClass: null,
    }),
  ),
)
const rule = (strength: 'must' | 'should') =>
  fc
    .record({
      relation: fc.constantFrom('apart' as const, 'together' as const),
      level: fc.constantFrom('host' as const, 'rack' as const, 'room' as const),
      members: fc.subarray([0, 1, 2, 3], { minLength: 1 }),
      standing: fc.subarray([0, 1, 2, 3], { maxLength: 2 }),
    })
    .map(
      ({ relation, level, members, standing }): GroupRule => ({
        id: `pgr_${strength}`,
        relation,
        level,
        strength,
        members: members.map((i) => `ins_${i}`),
        standing: standing.map((i) => ({
          id: `hst_${i}` as Id<'host'>,
          ...(places[i] as (typeof places)[number]),
        })),
      }),
    )
const rules = fc
  .tuple(fc.array(rule('must'), { maxLength: 2 }), fc.array(rule('should'), { maxLength: 1 }))
  .map(([must, should]) => [...must, ...should].map((each, i) => ({ ...each, id: `pgr_${i}` })))
const labels = fc.constantFrom<Record<string, string>>({}, {}, { gpu: 'yes' })

type Assignment = readonly HostSnapshot[]

/** The oracle, written independently of the code under test: is this a correct answer to the request? */
function isRight(
  hosts: readonly HostSnapshot[],
  needs: readonly PlaceableResource[],
  groups: readonly GroupRule[],
  required: Record<string, string>,
  assignment: Assignment,
): boolean {
  for (const each of hosts) {
    const asked = needs.filter((_, i) => assignment[i]?.id === each.id)
    if (asked.reduce((sum, need) => sum + need.vcpu, 0) > each.vcpuFree) return false
    if (asked.length > 0 && ![undefined, 'org_own'].includes(each.labels[dedicatedLabel])) return false
    if (asked.length > 0 && required.gpu === 'yes' && each.labels.gpu !== 'yes') return false
  }
  return groups
    .filter((group) => group.strength === 'must')
    .every((group) => {
      const at = (spot: { id: string; rackId: string; roomId: string }) =>
        group.level === 'host' ? spot.id : group.level === 'rack' ? spot.rackId : spot.roomId
      const placed = needs.flatMap((need, i) =>
        group.members.includes(need.resourceId) ? [assignment[i] as HostSnapshot] : [],
      )
      const holds = (a: string, b: string) => (a === b) === (group.relation === 'together')
      return placed.every(
        (one, i) =>
          placed.every((other, j) => i === j || holds(at(one), at(other))) &&
          group.standing.every((other) => holds(at(one), at(other))),
      )
    })
}

function* assignments(hosts: readonly HostSnapshot[], count: number): Generator<Assignment> {
  if (count === 0) yield []
  else for (const rest of assignments(hosts, count - 1)) for (const each of hosts) yield [...rest, each]
}

test('servers in groups find a place exactly when one exists, and it satisfies every mandatory rule', () => {
  let planned = 0
  fc.assert(
    fc.property(zone, resources, rules, labels, fc.string(), (snapshot, needs, groups, required, salt) => {
      const asked = needs.map((need) => ({ ...need, requiredLabels: required }))
      const request = { resources: asked, groups, organisationId: 'org_own' }
      const plan = planPlacement(snapshot, request, salt)
      const rightOnes = [...assignments(snapshot.hosts, needs.length)].filter((each) =>
        isRight(snapshot.hosts, needs, groups, required, each),
      )
      expect(plan.outcome === 'planned').toBe(rightOnes.length > 0)
      if (plan.outcome !== 'planned') return
      planned += 1
      const chosen = needs.map((need) => {
        const place = plan.places.find((each) => each.resourceId === need.resourceId)
        return snapshot.hosts.find((each) => each.id === place?.hostId) as HostSnapshot
      })
      expect(isRight(snapshot.hosts, needs, groups, required, chosen)).toBe(true)
    }),
    { numRuns: 3_000 },
  )
  expect(planned).toBeGreaterThan(300)
})

test('the rule results in a plan match its places', () => {
  fc.assert(
    fc.property(zone, resources, rule('should'), fc.string(), (snapshot, needs, group, salt) => {
      const request = { resources: needs, groups: [group], organisationId: 'org_own' }
      const plan = planPlacement(snapshot, request, salt)
      if (plan.outcome !== 'planned') return
      const spots = [
        ...group.standing,
        ...plan.places.flatMap((place) =>
          group.members.includes(place.resourceId)
            ? snapshot.hosts.filter((each) => each.id === place.hostId)
            : [],
        ),
      ]
      const at = spots.map((spot) =>
        group.level === 'host' ? spot.id : group.level === 'rack' ? spot.rackId : spot.roomId,
      )
      const isKept = at.every((one, i) =>
        at.every((other, j) => i === j || (one === other) === (group.relation === 'together')),
      )
      expect(plan.rules).toEqual([{ groupId: group.id, strength: 'should', isKept }])
    }),
    { numRuns: 1_000 },
  )
})

const alone = (count: number): ZoneSnapshot => ({
  placement: 'pack',
  pools: [],
  hosts: places.slice(0, count).map((place, i) => ({
    id: `hst_${i}` as Id<'host'>,
    ...place,
    labels: {},
    vcpuFree: 10,
    memoryMibFree: 10_240 - i,
    diskGibFree: 100,
  })),
})
const two = ['ins_0', 'ins_1'].map(
  (resourceId): PlaceableResource => ({
    resourceId,
    resourceKind: 'instance',
    vcpu: 1,
    memoryMib: 1024,
    diskGib: 10,
    poolGib: 0,
    volumeClass: null,
  }),
)
const apart = (strength: 'must' | 'should'): GroupRule => ({
  id: 'pgr_0',
  relation: 'apart',
  level: 'rack',
  strength,
  members: ['ins_0', 'ins_1'],
  standing: [],
})

test('with a single rack, a mandatory rule apart by rack is refused by name, and a preferred one places both', () => {
  expect(planPlacement(alone(2), { resources: two, groups: [apart('must')] }, 's')).toMatchObject({
    outcome: 'no_room',
    short: 'rule',
  })
  const wished = planPlacement(alone(2), { resources: two, groups: [apart('should')] }, 's')
  expect(wished).toMatchObject({ outcome: 'planned', rules: [{ isKept: false }] })
})

test("a preferred rule is satisfied where possible, even against the zone's policy", () => {
  for (const salt of ['1', '2', '3', '4']) {
    const plan = planPlacement(alone(4), { resources: two, groups: [apart('should')] }, salt)
    expect(plan).toMatchObject({ outcome: 'planned', rules: [{ isKept: true }] })
  }
})
