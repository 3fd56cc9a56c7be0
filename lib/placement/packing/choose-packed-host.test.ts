import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { choosePackedHost } from './choose-packed-host'
import { orderForPacking } from './order-for-packing'
import { hostVacancy, outlookUntil } from './outlook'
import { scoreHost } from './score-host'
import { fitsIn } from './shapes'

const size = fc.record({ vcpu: fc.integer({ min: 0, max: 8 }), memory: fc.integer({ min: 0, max: 16 }) })
const hours = fc.integer({ min: 0, max: 30 })
const host = fc
  .record({ free: size, inUse: fc.boolean(), untilHours: fc.array(hours, { maxLength: 4 }) })
  .map(({ free, inUse, untilHours }) => ({
    free,
    inUse,
    memoryFreeShare: free.memory / 16,
    vacancy: hostVacancy(untilHours.map((each, orderId) => ({ orderId, outlook: outlookUntil(each) }))),
  }))
const server = fc.record({ size, outlook: hours.map(outlookUntil) })

describe('choosePackedHost', () => {
  it('takes the fitting host in use of least score, an unused one only when it must, none when none fits', () => {
    fc.assert(
      fc.property(fc.array(host, { maxLength: 12 }), server, (hosts, need) => {
        const chosen = choosePackedHost(hosts, need)
        const fitting = hosts.filter((each) => fitsIn(need.size, each.free))
        const used = fitting.filter((each) => each.inUse)
        if (used.length > 0) {
          const least = Math.min(...used.map((each) => scoreHost(each, need.outlook)))
          expect(chosen).toBe(used.find((each) => scoreHost(each, need.outlook) === least))
        } else expect(chosen).toBe(fitting[0] ?? null)
      }),
    )
  })

  it('puts what stays where something stays, and does not keep up a host that is about to empty', () => {
    const lasting = {
      free: { vcpu: 4, memory: 8 },
      inUse: true,
      memoryFreeShare: 0.5,
      vacancy: vacancyOf(24),
    }
    const ending = { ...lasting, memoryFreeShare: 0.1, vacancy: vacancyOf(1) }
    const need = { size: { vcpu: 1, memory: 2 }, outlook: outlookUntil(20) }
    expect(choosePackedHost([ending, lasting], need)).toBe(lasting)
  })

  it('is best fit where futures are alike', () => {
    const full = { free: { vcpu: 4, memory: 2 }, inUse: true, memoryFreeShare: 0.1, vacancy: vacancyOf(24) }
    const wide = { ...full, free: { vcpu: 4, memory: 8 }, memoryFreeShare: 0.5 }
    const need = { size: { vcpu: 1, memory: 2 }, outlook: outlookUntil(2) }
    expect(choosePackedHost([wide, full], need)).toBe(full)
  })
})

describe('hostVacancy', () => {
  it('counts servers of one order once, others apart, and an unused host as empty', () => {
    const half = hostVacancy([]).map(() => 0.5)
    expect(hostVacancy([])[0]).toBe(1)
    expect(hostVacancy([1, 1, 1].map((orderId) => ({ orderId, outlook: half })))[0]).toBe(0.5)
    expect(hostVacancy([1, 2, 3].map((orderId) => ({ orderId, outlook: half })))[0]).toBe(0.125)
  })
})

describe('orderForPacking', () => {
  it('keeps every server once and places first what stays longest', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(hours, fc.nat(3), size), { maxLength: 20 }), (drawn) => {
        const servers = drawn.map(([untilHours, orderId, each]) => ({
          orderId,
          size: each,
          untilHours,
          outlook: outlookUntil(untilHours),
        }))
        const ordered = orderForPacking(servers)
        expect(new Set(ordered)).toEqual(new Set(servers))
        const stays = ordered.map(({ outlook }) => outlook.reduce((sum, chance) => sum + chance, 0))
        expect(stays).toEqual([...stays].sort((a, b) => b - a))
      }),
    )
  })
})

function vacancyOf(untilHours: number): number[] {
  return hostVacancy([{ orderId: 1, outlook: outlookUntil(untilHours) }])
}
