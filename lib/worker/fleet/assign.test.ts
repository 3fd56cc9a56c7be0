import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Member, ownerOf, type Unit } from './assign'

const sweepers = ['audit chainer', 'webhooks', 'relocations', 'hosts', 'new in this release']
const zones = ['zon_a', 'zon_b', 'zon_c']
const units: Unit[] = [
  ...sweepers.map((sweeper) => ({ key: sweeper, sweeper })),
  ...Array.from({ length: 40 }, (_, i) => ({ key: `rare ${i}`, sweeper: 'webhooks' })),
  ...zones.map((zoneId) => ({ key: `zone ${zoneId}`, sweeper: 'hosts', zoneId })),
]

const workerIds = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 12 })
const member = (workerId: string): fc.Arbitrary<Member> =>
  fc.record({
    workerId: fc.constant(workerId),
    startedAt: fc.integer({ min: 0, max: 5 }).map((seconds) => new Date(seconds * 1_000)),
    sweepers: fc.subarray(sweepers),
    unreachedZones: fc.subarray(zones),
    failingSweepers: fc.subarray(sweepers),
    isLate: fc.boolean(),
  })
const fleets = workerIds.chain((ids) => fc.tuple(...ids.map(member)))
const healthy = (workerId: string): Member => ({
  workerId,
  startedAt: new Date(0),
  sweepers,
  unreachedZones: [],
  failingSweepers: [],
  isLate: false,
})
const owners = (members: readonly Member[]) => units.map((unit) => ownerOf(unit, members))

describe('the owner of periodic work', () => {
  test('is a live worker that knows the sweeper, and there is one whenever such a worker lives', () => {
    fc.assert(
      fc.property(fleets, (members) => {
        for (const unit of units) {
          const able = members.filter((each) => each.sweepers.includes(unit.sweeper))
          const owner = ownerOf(unit, members)
          if (able.length === 0) expect(owner).toBeNull()
          else expect(able.map(({ workerId }) => workerId)).toContain(owner)
        }
      }),
    )
  })

  test('is the same for every worker, in whichever order it read the others', () => {
    fc.assert(
      fc.property(
        fleets.chain((members) =>
          fc.tuple(fc.constant(members), fc.shuffledSubarray(members, { minLength: members.length })),
        ),
        ([members, shuffled]) => {
          expect(owners(shuffled)).toEqual(owners(members))
        },
      ),
    )
  })

  test('is not late while another worker in time can do the work', () => {
    fc.assert(
      fc.property(fleets, (members) => {
        for (const unit of units.filter(({ zoneId }) => !zoneId)) {
          const inTime = members.filter((each) => each.sweepers.includes(unit.sweeper) && !each.isLate)
          if (inTime.length > 0)
            expect(inTime.map(({ workerId }) => workerId)).toContain(ownerOf(unit, members))
        }
      }),
    )
  })

  test('of a zone reaches it, if any worker does', () => {
    fc.assert(
      fc.property(fleets, (members) => {
        for (const unit of units.filter(({ zoneId }) => zoneId)) {
          const reaching = members.filter(
            (each) =>
              each.sweepers.includes(unit.sweeper) && !each.unreachedZones.includes(unit.zoneId ?? ''),
          )
          if (reaching.length > 0)
            expect(reaching.map(({ workerId }) => workerId)).toContain(ownerOf(unit, members))
        }
      }),
    )
  })

  test('is a worker in which the sweeper does not fail, if one in time has it', () => {
    fc.assert(
      fc.property(fleets, (members) => {
        for (const unit of units.filter(({ zoneId }) => !zoneId)) {
          const working = members.filter(
            (each) =>
              each.sweepers.includes(unit.sweeper) &&
              !each.failingSweepers.includes(unit.sweeper) &&
              !each.isLate,
          )
          if (working.length > 0)
            expect(working.map(({ workerId }) => workerId)).toContain(ownerOf(unit, members))
        }
      }),
    )
  })

  test('of a zone is one that reaches it and in which the sweeper does not fail, if there is one', () => {
    const unit = { key: 'zone zon_a', sweeper: 'hosts', zoneId: 'zon_a' }
    const cutOff = { ...healthy('a'), unreachedZones: ['zon_a'] }
    const failing = { ...healthy('b'), failingSweepers: ['hosts'] }
    expect(ownerOf(unit, [cutOff, failing, healthy('c')])).toBe('c')
    // One that does not reach the zone could do nothing there.
    expect(ownerOf(unit, [cutOff, failing])).toBe('b')
  })

  test('at the hypervisors of all zones is a worker that reaches most of them', () => {
    const unit = { key: 'servers', sweeper: 'webhooks', everyZone: true }
    const cutOff = (workerId: string, unreachedZones: string[]) => ({ ...healthy(workerId), unreachedZones })
    fc.assert(
      fc.property(fc.shuffledSubarray(['a', 'b', 'c', 'd'], { minLength: 4 }), ([a, b, c, d]) => {
        const members = [cutOff(a as string, ['zon_a']), cutOff(b as string, zones), healthy(c as string)]
        expect(ownerOf(unit, members)).toBe(c)
        // One that fails at this work is of no use, although it reaches all zones.
        const failing = { ...healthy(d as string), failingSweepers: ['webhooks'] }
        expect(ownerOf(unit, [cutOff(a as string, ['zon_a']), failing])).toBe(a)
      }),
    )
  })

  test('changes only for the share of a worker that comes or goes', () => {
    fc.assert(
      fc.property(workerIds, fc.nat(), (ids, index) => {
        const members = ids.map(healthy)
        const gone = ids[index % ids.length]
        const left = members.filter(({ workerId }) => workerId !== gone)
        const before = owners(members)
        for (const [i, owner] of owners(left).entries()) if (before[i] !== gone) expect(owner).toBe(before[i])
      }),
    )
  })

  test('is each of four workers for a part of the work', () => {
    const counts = new Map<string | null, number>()
    for (const owner of owners(['a', 'b', 'c', 'd'].map(healthy)))
      counts.set(owner, (counts.get(owner) ?? 0) + 1)
    expect([...counts.keys()].sort()).toEqual(['a', 'b', 'c', 'd'])
    expect(Math.max(...counts.values())).toBeLessThan(units.length / 2)
  })

  test('while it is late is the oldest of the others, which writes each second', () => {
    const [first, second] = ['old', 'young'].map((workerId, seconds) => ({
      ...healthy(workerId),
      startedAt: new Date(seconds * 1_000),
    })) as [Member, Member]
    for (const unit of units) {
      const owner = ownerOf(unit, [first, second, healthy('third')])
      const late = [first, second, healthy('third')].map((each) => ({
        ...each,
        isLate: each.workerId === owner,
      }))
      const expected = [...late]
        .filter(({ isLate }) => !isLate)
        .sort(
          (a, b) => a.startedAt.getTime() - b.startedAt.getTime() || (a.workerId < b.workerId ? -1 : 1),
        )[0]
      expect(ownerOf(unit, late)).toBe(expected?.workerId)
    }
  })
})
