import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { prepareHostBound, resourceBound } from './host-bound'
import { fitsIn, type Size } from './shapes'

const host: Size = { vcpu: 8, memory: 10 }
const shape = fc.record({ vcpu: fc.integer({ min: 1, max: 8 }), memory: fc.integer({ min: 1, max: 10 }) })
const shapesOf = (count: number) =>
  fc.uniqueArray(shape, {
    minLength: count,
    maxLength: count,
    selector: ({ vcpu, memory }) => `${vcpu}/${memory}`,
  })

/** The minimum number of hosts, by trying every place for every server. */
function fewestHosts(servers: readonly Size[]): number {
  let fewest = servers.length
  const put = (index: number, free: readonly Size[]): void => {
    const server = servers[index]
    if (free.length >= fewest) return
    if (!server) {
      fewest = free.length
      return
    }
    free.forEach((room, at) => {
      if (fitsIn(server, room)) put(index + 1, free.with(at, less(room, server)))
    })
    put(index + 1, [...free, less(host, server)])
  }
  put(0, [])
  return fewest
}
const less = (room: Size, server: Size): Size => ({
  vcpu: room.vcpu - server.vcpu,
  memory: room.memory - server.memory,
})

/** The linear programme for two shapes, by trying every pair of patterns: no simplex, no prices. */
function coveringByPairs([first, second]: readonly [Size, Size], [a, b]: readonly [number, number]): number {
  const patterns: [number, number][] = []
  for (let x = 0; x <= 8; x += 1)
    for (let y = 0; y <= 8; y += 1) {
      const size = {
        vcpu: x * first.vcpu + y * second.vcpu,
        memory: x * first.memory + y * second.memory,
      }
      if (x + y > 0 && fitsIn(size, host)) patterns.push([x, y])
    }
  let least = Number.POSITIVE_INFINITY
  for (const [px, py] of patterns) {
    if ((px > 0 || a === 0) && (py > 0 || b === 0))
      least = Math.min(least, Math.max(px > 0 ? a / px : 0, py > 0 ? b / py : 0))
    for (const [qx, qy] of patterns) {
      const determinant = px * qy - qx * py
      if (determinant === 0) continue
      const s = (a * qy - b * qx) / determinant
      const t = (b * px - a * py) / determinant
      if (s >= -1e-9 && t >= -1e-9) least = Math.min(least, s + t)
    }
  }
  return least
}

describe('prepareHostBound', () => {
  it('equals the linear programme solved by trying every pair of patterns', () => {
    fc.assert(
      fc.property(shapesOf(2), fc.nat(40), fc.nat(40), (shapes, a, b) => {
        const [first, second] = shapes as [Size, Size]
        const { hosts } = prepareHostBound(host, shapes)([a, b])
        expect(hosts).toBeCloseTo(a + b === 0 ? 0 : coveringByPairs([first, second], [a, b]), 6)
      }),
      { numRuns: 300 },
    )
  })

  it('lies between the plain bound and the minimum found by exhaustive search', () => {
    fc.assert(
      fc.property(shapesOf(3), fc.array(fc.nat(2), { minLength: 3, maxLength: 3 }), (shapes, counts) => {
        const servers = shapes.flatMap((each, index) =>
          Array.from({ length: counts[index] ?? 0 }, () => each),
        )
        const { hosts } = prepareHostBound(host, shapes)(counts)
        expect(hosts).toBeGreaterThanOrEqual(resourceBound(host, shapes, counts) - 1e-9)
        expect(Math.ceil(hosts - 1e-9)).toBeLessThanOrEqual(fewestHosts(servers))
      }),
      { numRuns: 200 },
    )
  })

  it('is tighter than the sums: two servers that cannot share a host need two', () => {
    const shapes = [{ vcpu: 5, memory: 1 }]
    expect(resourceBound(host, shapes, [2])).toBeCloseTo(1.25)
    expect(prepareHostBound(host, shapes)([2]).hosts).toBeCloseTo(2)
  })

  it('returns patterns that fit a host, cover every server and add up to the bound', () => {
    fc.assert(
      fc.property(
        shapesOf(4),
        fc.array(fc.array(fc.nat(30), { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
        (shapes, moments) => {
          const bound = prepareHostBound(host, shapes)
          for (const counts of moments) {
            const { hosts, patterns } = bound(counts)
            expect(patterns.reduce((sum, { times }) => sum + times, 0)).toBeCloseTo(hosts, 6)
            shapes.forEach((_, index) => {
              const covered = patterns.reduce((sum, each) => sum + each.times * (each.pattern[index] ?? 0), 0)
              expect(covered).toBeGreaterThanOrEqual((counts[index] ?? 0) - 1e-6)
            })
            for (const { pattern } of patterns)
              expect(resourceBound(host, shapes, pattern)).toBeLessThanOrEqual(1)
          }
        },
      ),
    )
  })

  it('throws for a shape larger than a host', () => {
    expect(() => prepareHostBound(host, [{ vcpu: 9, memory: 1 }])).toThrow('fits an empty host')
  })
})
