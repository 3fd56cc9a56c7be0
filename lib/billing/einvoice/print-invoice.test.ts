import { createHash } from 'node:crypto'
import { extractXml } from '@stackforge-eu/factur-x'
import { expect, test } from 'vitest'
import { legalMentions } from '../invoices/legal-mentions'
import { exampleDocument } from '../invoices/testing/example-document'
import { formatBilledTime, formatExactPrice } from './format-billed-time'
import { invoiceDocument } from './invoice-document'
import { printInvoice } from './print-invoice'
import { writeCii } from './write-cii'

test('the PDF attaches the exact CII, declared as Factur-X requires', async () => {
  const { pdf, cii } = await printInvoice(exampleDocument())
  const found = await extractXml(pdf)
  expect(Buffer.from(found.xml).toString('utf8')).toBe(cii)
  const text = pdf.toString('latin1')
  expect(text).toContain('<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>')
  expect(text).toContain('<pdfaid:conformance>A</pdfaid:conformance>')
  expect(text).toMatch(/\/AFRelationship \/Alternative/)
  // Sixteen bytes, as hexadecimal digits in angle brackets.
  expect(text).toContain(`/CheckSum <${createHash('md5').update(cii).digest('hex')}>`)
})

test('the same document prints the same file, and XML characters in a name break no properties', async () => {
  const { seller } = exampleDocument()
  const document = exampleDocument({ seller: { ...seller, name: 'Dupont & <Fils>' } })
  const [one, two] = await Promise.all([printInvoice(document), printInvoice(document)])
  expect(one.pdf.equals(two.pdf)).toBe(true)
  expect(one.pdf.toString('latin1')).toContain('<rdf:li>Dupont + Fils</rdf:li>')
})

test('the option for VAT on debits is printed once where VAT is due, and a direct debit names its creditor', () => {
  const vat = { category: 'S', rateBasisPoints: 2_000 } as const
  const facts = { language: 'fr', isPublicBody: false, registration: 'RCS Lyon 732 829 320', vat } as const
  const example = exampleDocument()
  const textOf = (vatOnDebits: boolean) => {
    const legal = legalMentions({ ...facts, vatOnDebits })
    const payment = {
      ...example.payment,
      method: 'direct_debit' as const,
      mandateReference: 'RUM-1',
      creditorIdentifier: 'FR72ZZZ123456',
    }
    const document = exampleDocument({ vatOnDebits, legal, payment })
    expect(writeCii(document)).toContain('<ram:CreditorReferenceID>FR72ZZZ123456</ram:CreditorReferenceID>')
    return JSON.stringify(invoiceDocument(document, '').blocks)
  }
  expect(textOf(true).split('Option pour le paiement')).toHaveLength(2)
  expect(textOf(false)).not.toContain('Option pour le paiement')
  expect(textOf(true)).toContain('FR72ZZZ123456')
})

test.each([
  [0n, '0 s'],
  [59n, '59 s'],
  [65n, '1 min 05 s'],
  [3_600n, '1 h'],
  [3_605n, '1 h 00 min 05 s'],
  [2_592_000n, '720 h'],
])('%i seconds print as %s', (seconds, text) => {
  const units = { hours: ' h', minutes: ' min', seconds: ' s' }
  expect(formatBilledTime(seconds, units).replaceAll('\u00a0', ' ')).toBe(text)
})

test.each([
  [4_900_000n, '0,0490'],
  [312_500n, '0,003125'],
  [1n, '0,00000001'],
  [120_000_000n, '1,2000'],
])('a price of %i micro-cents an hour prints as %s', (price, text) =>
  expect(formatExactPrice(price, 'fr')).toBe(text),
)
