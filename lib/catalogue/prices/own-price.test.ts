import { describe, expect, it } from 'vitest'
import { type OwnPriceRule, ownMicroCents, ruleFor, splitFixedPrice } from './own-price'

const rule = (part: Partial<OwnPriceRule>): OwnPriceRule => ({
  bundleId: null,
  family: null,
  basisPoints: null,
  fixed: null,
  ...part,
})

describe('an organisation’s own price', () => {
  it.each([
    ['no rule', null, 1_000n, 1_000n],
    ['a percentage', rule({ family: 'essential', basisPoints: 1_250 }), 1_000n, 875n],
    ['half a micro-cent rounds up', rule({ family: 'essential', basisPoints: 5_000 }), 3n, 2n],
    ['a discount of 100 % gives zero', rule({ family: 'essential', basisPoints: 10_000 }), 1_000n, 0n],
    ['a fixed price', rule({ bundleId: 'b', fixed: { compute: '700' } }), 1_000n, 700n],
    ['never above the public price', rule({ bundleId: 'b', fixed: { compute: '7000' } }), 1_000n, 1_000n],
    ['a meter that is not fixed', rule({ bundleId: 'b', fixed: { volume: '1' } }), 1_000n, 1_000n],
  ])('%s', (_name, found, price, expected) => {
    expect(ownMicroCents(found, 'compute', price)).toBe(expected)
  })

  it('for a bundle takes precedence over one for its family', () => {
    const family = rule({ family: 'essential', basisPoints: 500 })
    const bundle = rule({ bundleId: 'b', basisPoints: 1_000 })
    expect(ruleFor([family, bundle], { id: 'b', family: 'essential' })).toBe(bundle)
    expect(ruleFor([family, bundle], { id: 'c', family: 'essential' })).toBe(family)
    expect(ruleFor([family, bundle], { id: 'c', family: 'memory' })).toBeNull()
  })

  it('fixed for a whole bundle is split so that the meters add up to it', () => {
    for (const [whole, prices] of [
      [1_000n, [700n, 299n, 1n]],
      [7n, [3n, 3n, 3n]],
      [5n, [0n, 0n]],
      [0n, [10n, 20n]],
    ] as const) {
      const meters = ['compute', 'root_disk', 'volume'] as const
      const split = splitFixedPrice(
        whole,
        prices.map((microCentsPerHour, at) => ({ meter: meters[at] ?? 'compute', microCentsPerHour })),
      )
      expect(Object.values(split).reduce((sum, part) => sum + BigInt(part), 0n)).toBe(whole)
      expect(Object.values(split).every((part) => BigInt(part) >= 0n)).toBe(true)
    }
  })
})
