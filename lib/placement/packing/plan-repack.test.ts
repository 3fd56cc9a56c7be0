import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { prepareHostBound, resourceBound } from './host-bound'
import { planRepack } from './plan-repack'

const host = { vcpu: 16, memory: 24 }
const shapes = fc.uniqueArray(
  fc.record({ vcpu: fc.integer({ min: 1, max: 16 }), memory: fc.integer({ min: 1, max: 24 }) }),
  { minLength: 1, maxLength: 6, selector: ({ vcpu, memory }) => `${vcpu}/${memory}` },
)

describe('planRepack', () => {
  it('packs every server once, within the capacity of hosts, at most one host per shape above the bound', () => {
    fc.assert(
      fc.property(shapes, fc.array(fc.nat(60), { minLength: 6, maxLength: 6 }), (each, drawn) => {
        const counts = each.map((_, index) => drawn[index] ?? 0)
        const packed = planRepack(host, each, counts)
        for (const pattern of packed) {
          expect(resourceBound(host, each, pattern)).toBeLessThanOrEqual(1)
          expect(pattern.some((count) => count > 0)).toBe(true)
        }
        each.forEach((_, index) => {
          expect(packed.reduce((sum, pattern) => sum + (pattern[index] ?? 0), 0)).toBe(counts[index])
        })
        const bound = prepareHostBound(host, each)(counts).hosts
        expect(packed.length).toBeGreaterThanOrEqual(Math.ceil(bound - 1e-6))
        expect(packed.length).toBeLessThanOrEqual(bound + each.length)
      }),
    )
  })
})
