import { expect, test } from 'vitest'
import { decodeDocument, encodeDocument } from './document-codec'
import { exampleDocument } from './testing/example-document'

test('a document comes back as it was issued', () => {
  const issued = exampleDocument()
  expect(decodeDocument(JSON.parse(encodeDocument(issued)))).toEqual(issued)
})

test.each([
  ['a number with a space', { number: 'FAC 1' }],
  ['a number of 36 characters', { number: 'F'.repeat(36) }],
  ['an empty reference', { references: { purchaseOrder: '' } }],
  ['a day that is none', { issuedOn: '2026-02-30' }],
  ['no lines', { lines: [] }],
  ['what nobody knows', { colour: 'blue' }],
])('%s is refused', (_name, over) => {
  expect(() => decodeDocument(JSON.parse(encodeDocument({ ...exampleDocument(), ...over })))).toThrow()
})
