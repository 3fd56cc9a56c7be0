import { describe, expect, it } from 'vitest'
import { startLifetimes } from './lifetimes'
import { expectedHours, hoursAhead } from './outlook'

const hour = 3_600
const small = { vcpu: 1, memory: 2, orderCount: 1 }
const batch = { vcpu: 8, memory: 14, orderCount: 32 }
const at = (hours: (typeof hoursAhead)[number]) => hoursAhead.indexOf(hours)

describe('startLifetimes', () => {
  it('gives chances that fall with time ahead', () => {
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

  it('expects what has lasted to last, before anything has ended', () => {
    const lifetimes = startLifetimes()
    const [young, old] = [lifetimes.outlook(small, hour / 2), lifetimes.outlook(small, 20 * hour)]
    expect(old[at(4)]).toBeGreaterThan(young[at(4)] ?? 1)
  })

  it('tells kinds apart once it has seen them end', () => {
    const lifetimes = startLifetimes()
    for (let i = 0; i < 2_000; i += 1) {
      lifetimes.watch(small, 0, 30 * hour, true)
      lifetimes.watch(batch, 0, ((i % 60) + 1) * 60, true)
    }
    lifetimes.learn()
    expect(expectedHours(lifetimes.outlook(small, 0))).toBeGreaterThan(18)
    expect(expectedHours(lifetimes.outlook(batch, 0))).toBeLessThan(4)
  })

  it('learns from a server that still runs, not from endings alone', () => {
    const [still, unseen] = [startLifetimes(), startLifetimes()]
    for (let i = 0; i < 2_000; i += 1) still.watch(small, 0, 24 * hour, false)
    still.learn()
    expect(expectedHours(still.outlook(small, 0))).toBeGreaterThan(
      2 * expectedHours(unseen.outlook(small, 0)),
    )
  })

  it('leans on the whole fleet for a kind it has never seen', () => {
    const lifetimes = startLifetimes()
    for (let i = 0; i < 2_000; i += 1) lifetimes.watch(small, 0, 30 * hour, true)
    lifetimes.learn()
    expect(expectedHours(lifetimes.outlook(batch, 0))).toBeGreaterThan(18)
  })

  it('counts the same whether a life is watched in one piece or in several', () => {
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
})
