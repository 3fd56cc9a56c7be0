import { describe, expect, it } from 'vitest'
import { type DeductibleLine, promotionDeductions, type SpendableGrant } from './promotion-deductions'

const line = (id: string, bundleId: string, netCents: bigint): DeductibleLine => ({ id, bundleId, netCents })
const grant = (id: string, part: Partial<SpendableGrant>): SpendableGrant => ({
  id,
  name: id,
  basisPoints: null,
  remainingCents: null,
  bundleIds: [],
  startsAt: new Date('2026-11-01T00:00:00Z'),
  ...part,
})
const brief = (found: ReturnType<typeof promotionDeductions>) =>
  found.map(({ grantId, lineId, cents }) => `${grantId} ${lineId} ${cents}`)

describe('promotion deductions of a month', () => {
  const lines = [line('1', 'small', 1_000n), line('2', 'large', 5_001n), line('3', 'small', 0n)]

  it.each<[string, SpendableGrant[], string[]]>([
    ['nothing granted', [], []],
    [
      'a percentage of every line, each rounded once',
      [grant('a', { basisPoints: 5_000 })],
      ['a 1 500', 'a 2 2501'],
    ],
    ['a percentage of some bundles', [grant('a', { basisPoints: 1_000, bundleIds: ['small'] })], ['a 1 100']],
    ['an amount up to its remainder', [grant('a', { remainingCents: 1_200n })], ['a 1 1000', 'a 2 200']],
    ['a used-up amount', [grant('a', { remainingCents: 0n })], []],
    ['an amount above the bill', [grant('a', { remainingCents: 9_999n })], ['a 1 1000', 'a 2 5001']],
    [
      'percentages before amounts, in any order of grants',
      [
        grant('credit', { remainingCents: 600n, startsAt: new Date('2026-01-01T00:00:00Z') }),
        grant('share', { basisPoints: 5_000 }),
      ],
      ['share 1 500', 'share 2 2501', 'credit 1 500', 'credit 2 100'],
    ],
    [
      'two percentages above 100 % stop at zero',
      [grant('a', { basisPoints: 8_000 }), grant('b', { basisPoints: 8_000 })],
      ['a 1 800', 'a 2 4001', 'b 1 200', 'b 2 1000'],
    ],
  ])('%s', (_name, grants, expected) => {
    expect(brief(promotionDeductions(lines, grants))).toEqual(expected)
    expect(brief(promotionDeductions(lines, [...grants].reverse()))).toEqual(expected)
  })

  it('never make a line negative nor exceed an amount, over random months', () => {
    let seed = 11
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return seed % below
    }
    for (let n = 0; n < 500; n += 1) {
      const some = Array.from({ length: random(8) }, (_unused, at) =>
        line(`l${at}`, `b${random(3)}`, BigInt(random(9_000))),
      )
      const grants = Array.from({ length: random(5) }, (_unused, at) =>
        grant(`g${at}`, {
          ...(random(2) ? { basisPoints: 1 + random(10_000) } : { remainingCents: BigInt(random(9_000)) }),
          bundleIds: random(2) ? [] : [`b${random(3)}`],
        }),
      )
      const found = promotionDeductions(some, grants)
      for (const each of some) {
        const taken = found.filter(({ lineId }) => lineId === each.id).reduce((sum, d) => sum + d.cents, 0n)
        expect(taken <= each.netCents).toBe(true)
      }
      for (const each of grants) {
        const spent = found.filter(({ grantId }) => grantId === each.id).reduce((sum, d) => sum + d.cents, 0n)
        if (each.remainingCents !== null) expect(spent <= each.remainingCents).toBe(true)
        const reach = some.filter((l) => each.bundleIds.length === 0 || each.bundleIds.includes(l.bundleId))
        // An amount with a remainder found nothing more to deduct.
        if (each.remainingCents !== null && spent < each.remainingCents)
          for (const l of reach)
            expect(found.filter((d) => d.lineId === l.id).reduce((sum, d) => sum + d.cents, 0n)).toBe(
              l.netCents,
            )
      }
    }
  })
})
