import { describe, expect, test } from 'vitest'
import { exampleDocument } from '../invoices/testing/example-document'
import { brokenCdarRules, collectedIn } from './testing/cdar-oracle'
import { writePaymentCdar } from './write-cdar'

const document = exampleDocument({
  buyer: {
    ...exampleDocument().buyer,
    kind: 'company',
    name: 'Atelier & Fils',
    electronicAddress: { scheme: '0225', id: '217609007' },
  },
  vat: [
    { category: 'S', rateBasisPoints: 2_000, baseCents: 10_000n, vatCents: 2_000n },
    { category: 'S', rateBasisPoints: 850, baseCents: 2_000n, vatCents: 170n },
  ],
})
const payment = {
  trackingId: 'prp_01',
  cents: 14_170n,
  beforeCents: 0n,
  occurredOn: '2026-11-20',
  createdAt: new Date('2026-11-20T22:30:05.400Z'),
  depositedAt: new Date('2026-11-03T08:00:00Z'),
}
const xml = writePaymentCdar(document, payment)

describe('status 212', () => {
  test('states the amount collected with VAT at each rate, by the rules of the standard', () => {
    expect(brokenCdarRules(xml)).toEqual([])
    expect(collectedIn(xml)).toEqual({ '20.00': 12_000, '8.50': 2_170 })
    expect(xml).toContain('<ram:ProcessConditionCode>212</ram:ProcessConditionCode>')
    expect(xml).toContain('20261120223005')
    expect(xml).toContain('Atelier &amp; Fils')
    expect(writePaymentCdar(document, payment)).toBe(xml)
  })

  test('states returned money as negative amounts', () => {
    const back = writePaymentCdar(document, { ...payment, cents: -7_085n, beforeCents: 14_170n })
    expect(brokenCdarRules(back)).toEqual([])
    expect(collectedIn(back)).toEqual({ '20.00': -6_000, '8.50': -1_085 })
  })

  test.each([
    [
      'no amount',
      /<ram:SpecifiedDocumentCharacteristic>.*<\/ram:SpecifiedDocumentCharacteristic>/s,
      '',
      'BR-FR-CDV-14',
    ],
    ['an amount without its rate', /<ram:ValuePercent>20.00<\/ram:ValuePercent>/, '', 'BR-FR-CDV-14'],
    ['an unknown rate', />20.00</, '>21.00<', 'BR-FR-16'],
    [
      'a buyer without an address',
      /<ram:URIUniversalCommunication>.*<\/ram:URIUniversalCommunication>/,
      '',
      'BR-FR-CDV-08',
    ],
    ['no detail number', /<ram:SequenceNumeric>1<\/ram:SequenceNumeric>/, '', 'BR-FR-CDV-16'],
    [
      'elements out of order',
      /(<ram:StatusCode>47<\/ram:StatusCode>)(<ram:TypeCode>380<\/ram:TypeCode>)/,
      '$2$1',
      'XSD',
    ],
  ])('the oracle detects %s', (_what, pattern, by, rule) => {
    expect(brokenCdarRules(xml.replace(pattern, by))).toContain(rule)
  })
})
