import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Id } from '~/lib/kernel/ids'
import { creditorReference } from './creditor-reference'
import { type MovementToMatch, matchMovement, type OpenDocument } from './match-movement'
import { isLikelyName, payerName } from './payer-name'

const document = (index: number, of: string, openCents: bigint, customerName = of): OpenDocument => {
  const number = `FAC-2026-${String(index).padStart(6, '0')}`
  return {
    id: `inv_${index}` as Id<'invoice'>,
    number,
    reference: creditorReference(number),
    organisationId: `org_${of}` as Id<'organisation'>,
    customerName,
    openCents,
    dueOn: `2026-10-${String(10 + index).padStart(2, '0')}`,
  }
}
const open = [
  document(1, 'lyon', 10_000n, 'Métropole de Lyon'),
  document(2, 'lyon', 5_000n, 'Métropole de Lyon'),
  document(3, 'lyon', 2_500n, 'Métropole de Lyon'),
  document(4, 'valmont', 7_000n, 'Valmont Industries S.A.S.'),
  document(5, 'brume', 5_000n, 'Brume'),
]
const movement = (over: Partial<MovementToMatch>): MovementToMatch => ({
  cents: 5_000n,
  text: '',
  creditorReference: null,
  counterpartyName: null,
  ...over,
})
/** The rule or reason, the cents per invoice, and the rest. */
const short = (over: Partial<MovementToMatch>) => {
  const match = matchMovement(movement(over), open)
  const parts = (each: { allocations: { documentId: string; cents: bigint }[]; creditCents: bigint }) =>
    [
      ...each.allocations.map(({ documentId, cents }) => `${documentId.slice(4)}:${cents}`),
      `+${each.creditCents}`,
    ].join(' ')
  return match.outcome === 'matched'
    ? `${match.rule} ${parts(match)}`
    : match.suggestions.map((each) => `? ${each.reason} ${parts(each)}`)
}

describe('an incoming movement', () => {
  test.each([
    ['the reference of one invoice', { creditorReference: open[1]?.reference ?? '' }, 'reference 2:5000 +0'],
    [
      'the reference within the text',
      { text: `PAIEMENT ${open[1]?.reference?.replace(/(.{4})/g, '$1 ')}` },
      'reference 2:5000 +0',
    ],
    ['less than the invoice', { text: 'FAC-2026-000001', cents: 4_000n }, 'number 1:4000 +0'],
    ['more than the invoice', { text: 'FAC 2026 000004', cents: 7_100n }, 'number 4:7000 +100'],
    [
      'two invoices to the cent',
      { text: 'fac2026000003 et FAC-2026-000001', cents: 12_500n },
      'number 1:10000 3:2500 +0',
    ],
    [
      'two invoices, a cent short',
      { text: 'FAC-2026-000003 FAC-2026-000001', cents: 12_499n },
      ['? several_numbers 1:10000 3:2499 +0'],
    ],
    [
      'invoices of two customers',
      { text: 'FAC-2026-000003 FAC-2026-000004', cents: 9_500n },
      ['? several_customers 3:2500 +7000', '? several_customers 4:7000 +2500'],
    ],
    ['the exact name and amount', { counterpartyName: 'METROPOLE DE LYON' }, 'amount_and_name 2:5000 +0'],
    [
      'the exact name and the total owed',
      { counterpartyName: 'metropole de lyon', cents: 17_500n },
      'amount_and_name 1:10000 2:5000 3:2500 +0',
    ],
    [
      'the name without its legal form',
      { counterpartyName: 'SAS VALMONT INDUSTRIES', cents: 7_000n },
      'amount_and_name 4:7000 +0',
    ],
    ['a truncated name', { counterpartyName: 'VALMONT INDUST', cents: 7_000n }, ['? name 4:7000 +0']],
    ['a name, another amount', { counterpartyName: 'Brume', cents: 1n }, []],
    ['only an amount', {}, ['? amount 2:5000 +0', '? amount 5:5000 +0']],
    ['no indication', { cents: 1n, text: 'LOYER' }, []],
    ['an outgoing movement', { cents: -5_000n, text: 'FAC-2026-000002' }, []],
    ['a longer number', { text: 'FAC-2026-0000012', cents: 3n }, []],
  ] as [string, Partial<MovementToMatch>, string | string[]][])('%s', (_name, over, expected) => {
    expect(short(over)).toEqual(expected)
  })
})

test.each([
  ['S.A. Électricité & Gaz', 'ELECTRICITE GAZ'],
  ['Société Dupont (SARL)', 'DUPONT'],
  ['  ', ''],
])('%s pays as %s', (name, paid) => {
  expect(payerName(name)).toBe(paid)
})

test('a name of a few letters is similar to no other', () => {
  expect(isLikelyName('ABC', 'ABC Conseil')).toBe(false)
  expect(isLikelyName('Communauté de communes du Haut', 'CC DU HAUT')).toBe(false)
})

test('allocations never exceed the movement or an invoice’s open amount, in any order of invoices', () => {
  const documents = fc
    .array(fc.record({ of: fc.constantFrom('a', 'b'), cents: fc.bigInt({ min: 1n, max: 60n }) }), {
      maxLength: 8,
    })
    .map((list) => list.map(({ of, cents }, index) => document(index, of, cents, `Société ${of.repeat(8)}`)))
  const text = (list: readonly OpenDocument[]) =>
    fc.subarray(list.map(({ number, reference }, index) => (index % 3 === 0 ? (reference ?? '') : number)))
  const cases = documents.chain((list) =>
    fc.record({
      list: fc.constant(list),
      shuffled: fc.shuffledSubarray(list, { minLength: list.length }),
      words: text(list),
      cents: fc.bigInt({ min: 1n, max: 300n }),
      counterpartyName: fc.constantFrom(null, 'AAAAAAAA', 'Ste bbbbbbbb', 'BBBBBBB'),
    }),
  )
  fc.assert(
    fc.property(cases, ({ list, shuffled, words, cents, counterpartyName }) => {
      const came = movement({ cents, text: words.join(' '), counterpartyName })
      const match = matchMovement(came, list)
      expect(matchMovement(came, shuffled)).toEqual(match)
      for (const each of match.outcome === 'matched' ? [match] : match.suggestions) {
        const sum = each.allocations.reduce((total, part) => total + part.cents, 0n)
        expect(sum + each.creditCents).toBe(cents)
        expect(each.creditCents).toBeGreaterThanOrEqual(0n)
        for (const part of each.allocations) {
          const target = list.find(({ id }) => id === part.documentId)
          expect(target?.organisationId).toBe(each.organisationId)
          expect(part.cents > 0n && part.cents <= (target?.openCents ?? 0n)).toBe(true)
        }
      }
      // A single document is named and nothing else: it always matches.
      if (words.length === 1) expect(match.outcome).toBe('matched')
    }),
    { numRuns: 1_000 },
  )
})
