import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { collectedByRate } from '../delivery/collected-by-rate'
import { collectedVat } from './collected-vat'

const rate = fc.record({
  rateBasisPoints: fc.constantFrom(2_000, 850),
  baseCents: fc.bigInt(1n, 10_000_000n),
})
const withVat = ({ rateBasisPoints, baseCents }: { rateBasisPoints: number; baseCents: bigint }) => ({
  rateBasisPoints,
  baseCents,
  // Half up, in thousandths of a cent: integers of another scale than the product's.
  vatCents: (baseCents * BigInt(rateBasisPoints) * 10n + 50_000n) / 100_000n,
})
const invoices = fc
  .uniqueArray(rate, { minLength: 1, maxLength: 2, selector: (each) => each.rateBasisPoints })
  .map((rates) => rates.map(withVat))
const grossOf = (vat: readonly { baseCents: bigint; vatCents: bigint }[]) =>
  vat.reduce((sum, { baseCents, vatCents }) => sum + baseCents + vatCents, 0n)
const vatOf = (due: ReadonlyMap<number, bigint> | null) =>
  [...(due ?? [])].reduce((sum, [, cents]) => sum + cents, 0n)

describe('the VAT due on payment', () => {
  test('of an invoice at one rate is its share of the paid amount, to the nearest cent', () => {
    fc.assert(
      fc.property(rate.map(withVat), fc.bigInt(0n, 1_000n), (subtotal, thousandth) => {
        const gross = grossOf([subtotal])
        const paidCents = (gross * thousandth) / 1_000n
        const due = vatOf(collectedVat({ vat: [subtotal], credited: [], paidCents }))
        const off = 2n * (due * gross - paidCents * subtotal.vatCents)
        expect((off < 0n ? -off : off) <= gross).toBe(true)
      }),
    )
  })

  test('grows with the paid amount, never exceeds the invoice’s VAT, and equals it when fully paid', () => {
    fc.assert(
      fc.property(invoices, fc.array(fc.bigInt(0n, 1_000n), { maxLength: 8 }), (vat, steps) => {
        const gross = grossOf(vat)
        const points = [0n, ...steps.map((step) => (gross * step) / 1_000n), gross].toSorted((a, b) =>
          a < b ? -1 : 1,
        )
        const due = points.map((paidCents) => collectedVat({ vat, credited: [], paidCents }))
        for (const { rateBasisPoints, vatCents } of vat) {
          const ofRate = due.map((each) => each?.get(rateBasisPoints) ?? 0n)
          expect(ofRate).toEqual(ofRate.toSorted((a, b) => (a < b ? -1 : 1)))
          expect([ofRate[0], ofRate.at(-1)]).toEqual([0n, vatCents])
        }
      }),
    )
  })

  test('is the VAT within the amounts reported to a platform per rate', () => {
    fc.assert(
      fc.property(invoices, fc.bigInt(0n, 1_000n), (vat, thousandth) => {
        const paidCents = (grossOf(vat) * thousandth) / 1_000n
        const due = collectedVat({ vat, credited: [], paidCents })
        for (const { rateBasisPoints, cents } of collectedByRate(vat, 0n, paidCents)) {
          const exact = (Number(cents) * rateBasisPoints) / (10_000 + rateBasisPoints)
          expect(Math.abs(Number(due?.get(rateBasisPoints)) - exact)).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  test('is complete once the remainder after credit notes is paid, and undetermined while more is paid', () => {
    fc.assert(
      fc.property(invoices, fc.bigInt(1n, 99n), (vat, percent) => {
        const credited = vat.map((each) => withVat({ ...each, baseCents: (each.baseCents * percent) / 100n }))
        const left = vat.map((each, index) => each.vatCents - (credited[index]?.vatCents ?? 0n))
        const paidCents = grossOf(vat) - grossOf(credited)
        expect([...(collectedVat({ vat, credited, paidCents }) ?? new Map()).values()]).toEqual(left)
        if (grossOf(credited) > 0n)
          expect(collectedVat({ vat, credited, paidCents: paidCents + 1n })).toBeNull()
      }),
    )
  })

  test('is zero for a fully credited invoice', () => {
    const vat = [withVat({ rateBasisPoints: 2_000, baseCents: 10_000n })]
    expect([...(collectedVat({ vat, credited: vat, paidCents: 0n }) ?? [])]).toEqual([[2_000, 0n]])
  })
})
