import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DomainError } from '~/lib/kernel/errors'
import { composeCreditNote } from './compose-credit-note'
import type { DocumentLine, IssuedDocument, VatSubtotal } from './issued-document'
import { exampleDocument } from './testing/example-document'
import { documentTotals, vatSubtotals } from './totals'

/** How many invoices are compared with the oracle: `INVOICES=100000` for the published figure. */
const invoices = Number(process.env.INVOICES ?? 10_000)

const rates = [0, 210, 550, 850, 1_000, 2_000]
const line = fc.record({
  rate: fc.constantFrom(...rates),
  cents: fc.oneof(fc.integer({ min: 0, max: 5_000_000 }), fc.integer({ min: -2_000, max: 0 })),
})
/** Most invoices are short; a few have two hundred lines. */
const lineSets = fc.oneof(
  { weight: 9, arbitrary: fc.array(line, { minLength: 1, maxLength: 12 }) },
  { weight: 1, arbitrary: fc.array(line, { minLength: 100, maxLength: 200 }) },
)

type Given = { rate: number; cents: number }

function invoiceOf(given: readonly Given[]): IssuedDocument {
  const [model] = exampleDocument().lines
  if (!model) throw new Error('the example has lines')
  const lines = given.map(
    ({ rate, cents }, index): DocumentLine => ({
      ...model,
      position: index + 1,
      netCents: BigInt(cents),
      vatRateBasisPoints: rate,
      vatCategory: rate === 0 ? 'Z' : 'S',
    }),
  )
  const vat = vatSubtotals(lines)
  return exampleDocument({ lines, vat, totals: documentTotals(lines, vat) })
}

/** An oracle that shares no code: plain numbers and sorted rates, halves away from zero. */
function oracle(given: readonly Given[]) {
  let net = 0
  const bases: Record<number, number> = {}
  for (const { rate, cents } of given) {
    net += cents
    bases[rate] = (bases[rate] ?? 0) + cents
  }
  const taxes = Object.entries(bases).map(([rate, base]) => {
    const scaled = Math.abs(base) * Number(rate)
    const tax = (scaled - (scaled % 10_000)) / 10_000 + (scaled % 10_000 >= 5_000 ? 1 : 0)
    return { rate: Number(rate), base, tax: base < 0 ? -tax : tax }
  })
  const vat = taxes.reduce((sum, { tax }) => sum + tax, 0)
  return { net, vat, gross: net + vat, taxes }
}

const byRate = (vat: readonly VatSubtotal[]) =>
  [...vat]
    .sort((a, b) => a.rateBasisPoints - b.rateBasisPoints)
    .map(({ rateBasisPoints, baseCents, vatCents }) => ({
      rate: rateBasisPoints,
      base: Number(baseCents),
      tax: Number(vatCents),
    }))

test('invoices equal an independent oracle, and a full credit note cancels each of them', {
  timeout: 300_000,
}, () => {
  fc.assert(
    fc.property(lineSets, (given) => {
      const invoice = invoiceOf(given)
      const wanted = oracle(given)
      expect(byRate(invoice.vat)).toEqual(wanted.taxes.map((tax) => ({ ...tax, tax: tax.tax + 0 })))
      const { linesNetCents, netCents, vatCents, grossCents, dueCents } = invoice.totals
      expect([linesNetCents, netCents, vatCents, grossCents, dueCents].map(Number)).toEqual([
        wanted.net,
        wanted.net,
        wanted.vat,
        wanted.gross,
        wanted.gross,
      ])
      if (given.every(({ cents }) => cents === 0)) return
      const note = composeCreditNote({
        invoice,
        earlier: [],
        wish: 'all',
        reason: 'r',
        issuedOn: '2026-11-20',
      })
      expect(leftInBuckets(invoice, [note])).toEqual([])
    }),
    { numRuns: invoices },
  )
})

/** The remainder of invoice and credit notes in each bucket, where it is not zero. */
function leftInBuckets(invoice: IssuedDocument, notes: readonly IssuedDocument[]) {
  return invoice.vat.flatMap((subtotal) => {
    const same = notes.flatMap((note) =>
      note.vat.filter((each) => each.rateBasisPoints === subtotal.rateBasisPoints),
    )
    const base = subtotal.baseCents - same.reduce((sum, each) => sum + each.baseCents, 0n)
    const vat = subtotal.vatCents - same.reduce((sum, each) => sum + each.vatCents, 0n)
    return base === 0n && vat === 0n ? [] : [{ rate: subtotal.rateBasisPoints, base, vat }]
  })
}

test('partial credit notes and a last one for the rest cancel the invoice in every bucket', () => {
  const positive = fc.record({ rate: fc.constantFrom(...rates), cents: fc.integer({ min: 1, max: 99_999 }) })
  fc.assert(
    fc.property(
      fc.array(positive, { minLength: 1, maxLength: 8 }),
      fc.array(fc.tuple(fc.nat(7), fc.integer({ min: 1, max: 100 })), { maxLength: 6 }),
      (given, wishes) => {
        const invoice = invoiceOf(given)
        const notes: IssuedDocument[] = []
        for (const [index, percent] of wishes) {
          const line = invoice.lines[index % invoice.lines.length]
          if (!line) continue
          const wanted = (line.netCents * BigInt(percent)) / 100n
          try {
            notes.push(
              composeCreditNote({
                invoice,
                earlier: notes,
                wish: new Map([[line.position, wanted]]),
                reason: 'r',
                issuedOn: '2026-11-20',
              }),
            )
          } catch (error) {
            // More than is left of the line, or nothing at all.
            if (!(error instanceof DomainError)) throw error
          }
        }
        try {
          notes.push(
            composeCreditNote({ invoice, earlier: notes, wish: 'all', reason: 'r', issuedOn: '2026-11-21' }),
          )
        } catch (error) {
          if (!(error instanceof DomainError)) throw error
        }
        expect(leftInBuckets(invoice, notes)).toEqual([])
        for (const note of notes) for (const each of note.vat) expect(each.vatCents >= 0n).toBe(true)
      },
    ),
    { numRuns: 2_000 },
  )
})

test('a line cannot be credited beyond its amount', () => {
  const invoice = exampleDocument()
  expect(() =>
    composeCreditNote({
      invoice,
      earlier: [],
      wish: new Map([[1, 3_529n]]),
      reason: 'r',
      issuedOn: '2026-11-20',
    }),
  ).toThrow(DomainError)
})
