import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvLine } from '~/lib/kernel/text/csv'
import { cellsOf, dialects, fieldsOf, splitRecords } from './parse-records'

test('fields that hold separators, quotes and line ends are read as they were written', () => {
  const anyField = fc.string({ unit: fc.constantFrom('a', 'é', ';', '"', '\n', '\r', ' ', '1') })
  fc.assert(
    fc.property(fc.array(fc.array(anyField, { minLength: 2, maxLength: 4 }), { maxLength: 5 }), (rows) => {
      // A formula gets an apostrophe, and a lone return would be one.
      const safe = rows.map((row) => row.map((field) => `x${field}`))
      const text = safe.map(csvLine).join('')
      const records = splitRecords(text, dialects.csv_fr)
      expect(records.join('')).toBe(text)
      expect(records.map((record) => fieldsOf(record, dialects.csv_fr))).toEqual(safe)
    }),
  )
})

test('a record that is not whole yet is left out', () => {
  expect(splitRecords('a;b\r\nc;"d\n', dialects.csv_fr)).toEqual(['a;b\r\n'])
  expect(splitRecords('a\t"b\nc\td\n', dialects.txt)).toEqual(['a\t"b\n', 'c\td\n'])
})

test('cells of a workbook are texts, numbers, days, instants, or empty', () => {
  const text = (of: string) => `<c t="inlineStr"><is><t xml:space="preserve">${of}</t></is></c>`
  const row = `<row>${text('&lt;é&gt; &amp;amp;')}<c/><c><v>12</v></c><c s="3"><v>35.28</v></c><c s="1"><v>46329</v></c><c s="2"><v>46327.999988</v></c>${text('')}</row>`
  expect(cellsOf(row)).toEqual(['<é> &amp;', '', '12', '35.28', '03/11/2026', '01/11/2026 23:59:59', ''])
})
