import { expect, test } from 'vitest'
import { decodeDocument, encodeDocument, unnumbered, withNumber } from './document-codec'
import { exampleDocument } from './testing/example-document'

test('a decoded document equals the issued one', () => {
  const issued = exampleDocument()
  expect(decodeDocument(JSON.parse(encodeDocument(issued)))).toEqual(issued)
})

test.each([
  ['a number with a space', { number: 'FAC 1' }],
  ['a number of 36 characters', { number: 'F'.repeat(36) }],
  ['an empty reference', { references: { purchaseOrder: '' } }],
  ['an invalid day', { issuedOn: '2026-02-30' }],
  ['no lines', { lines: [] }],
  ['an unknown key', { colour: 'blue' }],
])('%s is rejected', (_name, over) => {
  expect(() => decodeDocument(JSON.parse(encodeDocument({ ...exampleDocument(), ...over })))).toThrow()
})

test('inserting a number into the text equals encoding with it, for any text in the lines', () => {
  const [line] = exampleDocument().lines
  if (!line) throw new Error('the example has lines')
  const lines = [{ ...line, label: `"number":"${unnumbered}"`, detail: `"reference":"${unnumbered}" $&` }]
  const { payment } = exampleDocument()
  const before = exampleDocument({
    lines,
    number: unnumbered,
    payment: { ...payment, reference: unnumbered },
  })
  const after = { ...before, number: 'FAC-2026-000007', payment: { ...payment, reference: 'RF12FAC' } }
  expect(withNumber(encodeDocument(before), after.number, 'RF12FAC')).toBe(encodeDocument(after))
})

test('the text equals that of a replacer called for every value', () => {
  const { buyer } = exampleDocument()
  const period = { from: '2026-09-30T22:00:00.000Z', to: '2026-10-31T23:00:00.000Z' }
  const exempt = { code: 'VATEX-EU-AE', reason: 'Autoliquidation « article 196 »' }
  const issued = exampleDocument({
    buyer: { ...buyer, kind: 'foreign' },
    reason: 'Correction',
    lines: [
      ...exampleDocument().lines,
      {
        position: 3,
        label: 'Trafic\u2028sortant "x"',
        references: { market: 'M-1' },
        period,
        usedMebibytes: 1n,
        includedMebibytes: 0n,
        billedMebibytes: 1n,
        microCentsPerGibibyte: 10n ** 15n,
        kind: 'gesture',
        netCents: -1n,
        vatCategory: 'AE',
        vatRateBasisPoints: 0,
        vatExemption: exempt,
      },
    ],
    vat: [{ category: 'AE', rateBasisPoints: 0, baseCents: -1n, vatCents: 0n, exemption: exempt }],
    preceding: [{ number: 'FAC-1', issuedOn: '2026-10-01' }],
  })
  const oneByOne = JSON.stringify(issued, (_key, value) => (typeof value === 'bigint' ? `${value}` : value))
  expect(encodeDocument(issued)).toBe(oneByOne)
})
