import { describe, expect, it } from 'vitest'
import { learntKindsMax, startLifetimes } from './lifetimes'
import { expectedHours, hoursAhead } from './outlook'

const hour = 3_600
const small = { vcpu: 1, memoryMib: 2048, orderCount: 1 }
const batch = { vcpu: 8, memoryMib: 14336, orderCount: 32 }
const at = (hours: (typeof hoursAhead)[number]) => hoursAhead.indexOf(hours)

describe('startLifetimes', () => {
  it('gives survival chances that decrease with time ahead', () => {
    const lifetimes = startLifetimes()
    lifetimes.watch(small, 0, 3 * hour, true)
    lifetimes.learn()
    for (const age of [0, hour, 200 * hour]) {
      const outlook = [...lifetimes.outlook(small, age)]
      outlook.forEach((chance, index) => {
        expect(chance).toBeGreaterThan(0)
        expect(chance).toBeLessThanOrEqual(outlook[index - 1] ?? 1)
      })
    }
  })

  it('expects a server to last as long again as its age, before any has ended', () => {
    const lifetimes = startLifetimes()
    const [young, old] = [lifetimes.outlook(small, hour / 2), lifetimes.outlook(small, 20 * hour)]
    expect(old[at(4)]).toBeGreaterThan(young[at(4)] ?? 1)
  })

  it('distinguishes kinds once it has seen them end', () => {
    const lifetimes = startLifetimes()
    for (let i = 0; i < 2_000; i += 1) {
      lifetimes.watch(small, 0, 30 * hour, true)
      lifetimes.watch(batch, 0, ((i % 60) + 1) * 60, true)
    }
    lifetimes.learn()
    expect(expectedHours(lifetimes.outlook(small, 0))).toBeGreaterThan(18)
    expect(expectedHours(lifetimes.outlook(batch, 0))).toBeLessThan(4)
  })

  it('learns from running servers too, not only from ended ones', () => {
    const [still, unseen] = [startLifetimes(), startLifetimes()]
    for (let i = 0; i < 2_000; i += 1) still.watch(small, 0, 24 * hour, false)
    still.learn()
    expect(expectedHours(still.outlook(small, 0))).toBeGreaterThan(
      2 * expectedHours(unseen.outlook(small, 0)),
    )
  })

  it('uses the whole fleet for an unknown kind', () => {
    const lifetimes = startLifetimes()
    for (let i = 0; i < 2_000; i += 1) lifetimes.watch(small, 0, 30 * hour, true)
    lifetimes.learn()
    expect(expectedHours(lifetimes.outlook(batch, 0))).toBeGreaterThan(18)
  })

  it('gives the same result for a life observed at once or in parts', () => {
    const [whole, pieces] = [startLifetimes(), startLifetimes()]
    whole.watch(small, 0, 10 * hour, true)
    pieces.watch(small, 0, 700, false)
    pieces.watch(small, 700, 5 * hour, false)
    pieces.watch(small, 5 * hour, 10 * hour, true)
    whole.learn()
    pieces.learn()
    whole.outlook(small, 0).forEach((chance, index) => {
      expect(pieces.outlook(small, 0)[index]).toBeCloseTo(chance, 10)
    })
  })

  it('continues from a stored state as if it had never stopped', () => {
    const whole = startLifetimes()
    whole.watch(small, 0, 10 * hour, true)
    const stored = JSON.parse(JSON.stringify(whole.kinds()))
    const resumed = startLifetimes(stored)
    for (const each of [whole, resumed]) {
      each.watch(batch, 0, 2 * hour, true)
      each.learn()
    }
    expect(resumed.kinds()).toEqual(whole.kinds())
    expect([...resumed.outlook(small, hour)]).toEqual([...whole.outlook(small, hour)])
  })

  it('keeps a bounded number of kinds, and the exact sum of all', () => {
    const lifetimes = startLifetimes()
    for (let vcpu = 1; vcpu <= 3 * learntKindsMax; vcpu += 1)
      lifetimes.watch({ vcpu, memoryMib: 1_024, orderCount: 1 }, 0, hour, true)
    const kinds = lifetimes.kinds()
    expect(kinds).toHaveLength(learntKindsMax)
    const ended = (of: typeof kinds) => of.flatMap(({ endings }) => endings).reduce((sum, n) => sum + n, 0)
    expect(ended(kinds)).toBe((3 * learntKindsMax * (3 * learntKindsMax + 1)) / 2)
    const again = startLifetimes(kinds)
    again.watch({ vcpu: 1, memoryMib: 512, orderCount: 1 }, 0, hour, true)
    expect(again.kinds()).toHaveLength(learntKindsMax)
    expect(ended(again.kinds())).toBe(ended(kinds) + 1)
  })

  it('weighs faded observations less than new ones', () => {
    const lifetimes = startLifetimes()
    for (let i = 0; i < 2_000; i += 1) lifetimes.watch(small, 0, 30 * hour, true)
    lifetimes.learn()
    const before = expectedHours(lifetimes.outlook(small, 0))
    lifetimes.fade(0.01)
    for (let i = 0; i < 2_000; i += 1) lifetimes.watch(small, 0, 600, true)
    lifetimes.learn()
    expect(expectedHours(lifetimes.outlook(small, 0))).toBeLessThan(before / 4)
  })
})
