import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rateTraffic } from './rate-traffic'

const tebibyte = 1_099_511_627_776n
const gibibyte = 1_073_741_824n
/** One tebibyte is free, then one cent per gibibyte. */
const usual = { includedMebibytes: 1_048_576n, microCentsPerGibibyte: 1_000_000n }

describe('the traffic of a month', () => {
  test.each([
    ['nothing', 0n, usual, 0n, 0n],
    ['exactly the allowance, to the byte', tebibyte, usual, 0n, 0n],
    ['a partial mebibyte above it', tebibyte + 1_048_575n, usual, 0n, 0n],
    ['a mebibyte above it, less than a cent', tebibyte + 1_048_576n, usual, 1n, 0n],
    ['half a gibibyte above it, rounded up', tebibyte + gibibyte / 2n, usual, 512n, 1n],
    ['a hundred gibibytes above it', tebibyte + 100n * gibibyte, usual, 102_400n, 100n],
    ['no allowance', gibibyte, { ...usual, includedMebibytes: 0n }, 1_024n, 1n],
    ['a price of zero', 9n * tebibyte, { ...usual, microCentsPerGibibyte: 0n }, 8_388_608n, 0n],
  ])('%s', (_case, bytes, terms, billed, cents) => {
    expect(rateTraffic(bytes, terms)).toMatchObject({ billedMebibytes: billed, cents })
  })

  test('equals the exact fraction of a cent rounded once, for any figures', () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, 2n ** 60n),
        fc.bigInt(0n, 2n ** 30n),
        fc.bigInt(0n, 100_000_000n),
        (bytes, includedMebibytes, microCentsPerGibibyte) => {
          const rated = rateTraffic(bytes, { includedMebibytes, microCentsPerGibibyte })
          // Independently: bytes above the allowance, cut to mebibytes, in 2,048ths of a micro-cent.
          const overBytes = bytes - (bytes % 1_048_576n) - includedMebibytes * 1_048_576n
          const exact = (overBytes > 0n ? overBytes : 0n) * microCentsPerGibibyte
          const cents = (exact + 500_000n * gibibyte) / (1_000_000n * gibibyte)
          expect(rated.cents).toBe(cents)
          expect(rated.billedMebibytes <= rated.usedMebibytes).toBe(true)
        },
      ),
    )
  })
})
