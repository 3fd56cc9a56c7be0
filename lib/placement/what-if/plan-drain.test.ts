import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Id } from '~/lib/kernel/ids'
import type { DrainHost, DrainRule, DrainServer } from './drain-zone'
import { type DrainPlan, planDrain } from './plan-drain'

const capacity = 8

/** A zone of equal hosts, two a rack, two racks a room. The host at `closed` takes nothing. */
function zoneOf(
  hosts: readonly (readonly Partial<DrainServer>[])[],
  closed: readonly number[] = [],
  labels: (index: number) => Record<string, string> = () => ({}),
): DrainHost[] {
  return hosts.map((drawn, index) => {
    const servers = drawn.map(
      (server, at): DrainServer => ({
        id: `ins_${index}_${at}`,
        vcpu: 1,
        memoryMib: 1,
        diskGib: 1,
        rules: [],
        requiredLabels: {},
        obstacle: null,
        ...server,
      }),
    )
    const free = (of: 'vcpu' | 'memoryMib' | 'diskGib') =>
      capacity - servers.reduce((sum, server) => sum + server[of], 0)
    return {
      id: `hst_${index}` as Id<'host'>,
      rackId: `rac_${Math.floor(index / 2)}` as Id<'rack'>,
      roomId: `roo_${Math.floor(index / 4)}` as Id<'room'>,
      isOpen: !closed.includes(index),
      labels: labels(index),
      free: { vcpu: free('vcpu'), memoryMib: free('memoryMib'), diskGib: free('diskGib') },
      servers,
    }
  })
}

const emptied = (...indexes: number[]) => new Set(indexes.map((index) => `hst_${index}` as Id<'host'>))

/** Judges an assignment by its end state alone, independently of the code under test. */
function judge(hosts: readonly DrainHost[], moves: readonly { serverId: string; toHostId: string }[]) {
  const goes = new Map(moves.map((move) => [move.serverId, move.toHostId]))
  const spots = hosts.flatMap((host) =>
    host.servers.map((server) => ({
      server,
      host: hosts.find((h) => h.id === (goes.get(server.id) ?? host.id)),
    })),
  )
  const overfull = hosts.filter((host) =>
    (['vcpu', 'memoryMib', 'diskGib'] as const).some(
      (of) => spots.reduce((sum, spot) => sum + (spot.host === host ? spot.server[of] : 0), 0) > capacity,
    ),
  )
  const broken = (strength: DrainRule['strength']) => {
    const pairs: string[] = []
    for (const { server, host } of spots)
      for (const rule of server.rules.filter((each) => each.strength === strength)) {
        const others = spots.filter(
          (spot) => spot.server !== server && spot.server.rules.some((each) => each.groupId === rule.groupId),
        )
        const at = (of: DrainHost | undefined) =>
          ({ host: of?.id, rack: of?.rackId, room: of?.roomId })[rule.level]
        if (others.some((spot) => (at(spot.host) === at(host)) === (rule.relation === 'apart')))
          pairs.push(server.id)
      }
    return pairs
  }
  return { overfull, broken }
}

const groups = {
  a: { relation: 'apart', level: 'host', strength: 'must' },
  b: { relation: 'apart', level: 'rack', strength: 'must' },
  c: { relation: 'together', level: 'rack', strength: 'must' },
  d: { relation: 'apart', level: 'host', strength: 'should' },
} as const
const rulesOf = (key: keyof typeof groups | null): DrainRule[] =>
  key ? [{ groupId: key, ...groups[key] }] : []

const server = fc.record({
  vcpu: fc.integer({ min: 0, max: 3 }),
  memoryMib: fc.integer({ min: 1, max: 4 }),
  rules: fc.constantFrom(null, null, 'a', 'b', 'c', 'd').map((key) => rulesOf(key as keyof typeof groups)),
  requiredLabels: fc.constantFrom<Record<string, string>>({}, {}, {}, { gpu: 'yes' }),
  obstacle: fc.constantFrom(null, null, null, null, 'changing' as const, 'in_grace' as const),
})
const zone = fc
  .tuple(
    fc.array(fc.array(server, { maxLength: 2 }), { minLength: 2, maxLength: 6 }),
    fc.array(fc.nat(5), { maxLength: 1 }),
    fc.infiniteStream(
      fc.constantFrom<Record<string, string>>({}, {}, { gpu: 'yes' }, { dedicated: 'org_a', gpu: 'yes' }),
    ),
  )
  .map(([hosts, closed, stream]) => {
    const labels = [...stream.take(hosts.length)]
    return zoneOf(hosts, closed, (index) => labels[index] ?? {})
  })

/** Whether all servers that may leave host 0 find a place, by trying every assignment. */
function allFit(hosts: readonly DrainHost[], areLost: boolean): boolean {
  const leaving = hosts[0]?.servers.filter((each) => areLost || !each.obstacle) ?? []
  const targets = hosts
    .slice(1)
    .filter((host) => host.isOpen && host.labels.dedicated === hosts[0]?.labels.dedicated)
  const tryFrom = (index: number, moves: { serverId: string; toHostId: string }[]): boolean => {
    const next = leaving[index]
    if (!next) {
      const { overfull, broken } = judge(hosts, moves)
      const concerned = new Set(moves.map((move) => move.serverId))
      return overfull.length === 0 && broken('must').every((id) => !concerned.has(id))
    }
    const able = targets.filter((host) => !next.requiredLabels.gpu || host.labels.gpu === 'yes')
    return able.some((host) => tryFrom(index + 1, [...moves, { serverId: next.id, toHostId: host.id }]))
  }
  return tryFrom(0, [])
}

const sound = (hosts: readonly DrainHost[], plan: DrainPlan, areLost: boolean) => {
  const own = hosts[0]?.servers ?? []
  expect([...plan.moves, ...plan.stays].map((each) => each.serverId).sort()).toEqual(
    own.map((each) => each.id).sort(),
  )
  const { overfull, broken } = judge(hosts, plan.moves)
  expect(overfull).toEqual([])
  const brokenMust = new Set(broken('must'))
  for (const move of plan.moves) {
    expect(brokenMust.has(move.serverId)).toBe(false)
    const to = hosts.find((host) => host.id === move.toHostId)
    expect(to?.isOpen).toBe(true)
    expect(move.toHostId).not.toBe('hst_0')
    expect(move.bends.length > 0).toBe(broken('should').includes(move.serverId))
  }
  for (const stay of plan.stays) {
    const obstacle = own.find((each) => each.id === stay.serverId)?.obstacle ?? null
    if (obstacle && !areLost) expect(stay.why).toBe(obstacle)
    else expect(['no_room', 'rule']).toContain(stay.why)
  }
}

describe('planDrain', () => {
  it('moves servers within the free room and the rules, and gives a reason for each that stays', () => {
    fc.assert(
      fc.property(zone, fc.boolean(), (hosts, areLost) => {
        const plan = planDrain(hosts, emptied(0), areLost)
        sound(hosts, plan, areLost)
        expect(planDrain([...hosts].reverse(), emptied(0), areLost)).toEqual(plan)
      }),
      { numRuns: 1_000 },
    )
  })

  it('empties the host whenever some assignment does', () => {
    let emptiedOnce = 0
    fc.assert(
      fc.property(zone, fc.boolean(), (hosts, areLost) => {
        const isEmptied = planDrain(hosts, emptied(0), areLost).stays.every(
          (stay) => stay.why !== 'no_room' && stay.why !== 'rule',
        )
        expect(isEmptied).toBe(allFit(hosts, areLost))
        if (isEmptied) emptiedOnce += 1
      }),
      { numRuns: 1_000 },
    )
    expect(emptiedOnce).toBeGreaterThan(100)
  })

  it('moves servers with an affinity rule to one place, and reports that they are apart on the way', () => {
    const rules: DrainRule[] = [{ groupId: 'g', relation: 'together', level: 'host', strength: 'must' }]
    const hosts = zoneOf([[{ rules }, { rules, memoryMib: 3 }], [{ memoryMib: 6 }], [{ memoryMib: 2 }]])
    const { moves, stays } = planDrain(hosts, emptied(0))
    expect(stays).toEqual([])
    expect(moves.map((move) => move.toHostId)).toEqual(['hst_2', 'hst_2'])
    expect(moves.every((move) => move.mayBreakRules)).toBe(true)
  })

  it('distinguishes missing room from a rule, and violates a `should` rule before it leaves a server behind', () => {
    const must: DrainRule[] = [{ groupId: 'm', relation: 'apart', level: 'host', strength: 'must' }]
    const should: DrainRule[] = [{ groupId: 's', relation: 'apart', level: 'host', strength: 'should' }]
    const hosts = zoneOf([
      [{ rules: must }, { rules: should }, { memoryMib: 8, vcpu: 0, diskGib: 0 }],
      [{ rules: [...must, ...should] }],
    ])
    const { moves, stays } = planDrain(hosts, emptied(0), true)
    expect(stays).toEqual([
      { serverId: 'ins_0_0', hostId: 'hst_0', why: 'rule' },
      { serverId: 'ins_0_2', hostId: 'hst_0', why: 'no_room' },
    ])
    expect(moves).toMatchObject([{ serverId: 'ins_0_1', bends: ['s'], mayBreakRules: false }])
  })

  it('leaves a server when hosts with its required labels are full, and respects dedicated hosts', () => {
    const gpu = { requiredLabels: { gpu: 'yes' } }
    const labelled = (index: number) => [{ gpu: 'yes' }, {}, { gpu: 'yes' }][index] ?? {}
    const hosts = zoneOf([[gpu, {}], [], []], [], labelled)
    const { moves } = planDrain(hosts, emptied(0))
    expect(moves.find((move) => move.serverId === 'ins_0_0')?.toHostId).toBe('hst_2')
    expect(planDrain(hosts, emptied(0, 2)).stays).toMatchObject([{ serverId: 'ins_0_0', why: 'no_room' }])
    const alone = zoneOf([[{}], [], []], [], (index) => (index < 2 ? { dedicated: 'org_a' } : {}))
    expect(planDrain(alone, emptied(0)).moves).toMatchObject([{ toHostId: 'hst_1' }])
    expect(planDrain(alone, emptied(0, 1)).stays).toMatchObject([{ why: 'no_room' }])
  })

  it('plans the loss of forty racks in a zone of two thousand hosts', () => {
    const servers = Array.from({ length: 5 }, () => ({ vcpu: 1, memoryMib: 1, diskGib: 0 }))
    const hosts = zoneOf(Array.from({ length: 2_000 }, () => servers))
    const lost = emptied(...Array.from({ length: 80 }, (_, index) => index))
    const { moves, stays } = planDrain(hosts, lost, true)
    expect({ moves: moves.length, stays: stays.length }).toEqual({ moves: 400, stays: 0 })
  })
})
