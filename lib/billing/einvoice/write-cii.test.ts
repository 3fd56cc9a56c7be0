import { Profile, validateXsd } from '@stackforge-eu/factur-x'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exampleDocument } from '../invoices/testing/example-document'
import { invoiceDocument } from './invoice-document'
import { anyDocument, ternois } from './testing/any-document'
import { brokenCiiRules } from './testing/cii-oracle'
import { all, type Element, readXml } from './testing/read-xml'
import { writeCii } from './write-cii'

const example = writeCii(exampleDocument())

/** All texts of the two parties, in order. */
function partiesOf(xml: string) {
  const trade = all(readXml(xml), 'SupplyChainTradeTransaction')[0] as Element
  const texts = (element: Element): string[] =>
    element.children.length === 0 ? [element.text] : element.children.flatMap(texts)
  return {
    buyer: all(trade, 'ApplicableHeaderTradeAgreement/BuyerTradeParty').flatMap(texts),
    served: all(trade, 'ApplicableHeaderTradeDelivery/ShipToTradeParty').flatMap(texts),
  }
}

describe('an invoice as CII', () => {
  test('states hours by the second, exactly, with six decimals', () => {
    expect(example).toContain('<ram:ChargeAmount>0.049000</ram:ChargeAmount>')
    expect(example).toContain('<ram:BasisQuantity unitCode="SEC">3600</ram:BasisQuantity>')
    expect(example).toContain('<ram:BilledQuantity unitCode="SEC">2592000</ram:BilledQuantity>')
    const fine = exampleDocument()
    const [first] = fine.lines
    if (first) Object.assign(first, { microCentsPerHour: 1n, netCents: 0n })
    expect(writeCii(fine)).toContain(
      '<ram:ChargeAmount>0.000001</ram:ChargeAmount><ram:BasisQuantity unitCode="SEC">360000</ram:BasisQuantity>',
    )
  })

  test('carries the buyer’s references, and VAT on debits', () => {
    expect(example).toContain('<ram:BuyerReference>DSI</ram:BuyerReference>')
    expect(example).toContain(
      '<ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>EJ-2026-0042</ram:IssuerAssignedID>',
    )
    expect(example).toContain('<ram:DueDateTypeCode>5</ram:DueDateTypeCode>')
    expect(writeCii(exampleDocument({ vatOnDebits: false }))).toContain(
      '<ram:DueDateTypeCode>72</ram:DueDateTypeCode>',
    )
  })

  test.each([
    ['a company of Rouen', { postalCode: '76000', countryCode: 'FR' }, true, 'B2B', 'FR'],
    ['a company of La Réunion', { postalCode: '97400', countryCode: 'RE' }, true, 'B2B', 'FR'],
    ['a company of Guyane', { postalCode: '97300', countryCode: 'GF' }, true, 'B2BINT', 'GF'],
    ['an association of Rouen', { postalCode: '76000', countryCode: 'FR' }, false, 'B2C', 'FR'],
  ] as const)(
    'states the treatment of %s, and its country in the State’s terms',
    (_name, at, isTaxable, note, country) => {
      const { siret: _siret, ...buyer } = exampleDocument().buyer
      const xml = writeCii(
        exampleDocument({
          buyer: { ...buyer, kind: 'company', isTaxable, address: { ...buyer.address, ...at } },
        }),
      )
      expect(xml).toContain(`<ram:Content>${note}</ram:Content><ram:SubjectCode>BAR</ram:SubjectCode>`)
      const party = xml.slice(xml.indexOf('<ram:BuyerTradeParty>'), xml.indexOf('</ram:BuyerTradeParty>'))
      expect(party).toContain(`<ram:CountryID>${country}</ram:CountryID>`)
    },
  )

  test('is addressed to the paying structure, with no data of the served body in that party', () => {
    const paid = exampleDocument({ references: { payerSiret: ternois.siret }, payer: ternois })
    const { buyer, served } = partiesOf(writeCii(paid))
    expect(buyer).toEqual([
      ternois.siret,
      ternois.name,
      '259990638',
      '62130',
      '2 rue du Château d’Eau',
      'Saint-Pol-sur-Ternoise',
      'FR',
      '259990638_25999063800019',
    ])
    expect(served).toEqual([
      '21760900700018',
      'Mairie de Valmont',
      '76540',
      'Place de l’Hôtel-de-Ville',
      'Valmont',
      'FR',
    ])
    const printed = invoiceDocument(paid, writeCii(paid)).blocks[0]
    expect(printed?.type === 'sides' && printed.right.lines).toEqual([
      ternois.name,
      '2 rue du Château d’Eau',
      '62130 Saint-Pol-sur-Ternoise',
      'SIREN 259990638',
      `SIRET ${ternois.siret}`,
      '',
      'Prestations rendues à',
      'Mairie de Valmont',
      'Place de l’Hôtel-de-Ville',
      '76540 Valmont',
    ])
  })

  test('is addressed to a SIRET and a country when no directory knows the paying structure', () => {
    const { buyer } = partiesOf(writeCii(exampleDocument({ references: { payerSiret: ternois.siret } })))
    expect(buyer).toEqual([
      ternois.siret,
      `SIRET ${ternois.siret}`,
      '259990638',
      'FR',
      '259990638_25999063800019',
    ])
  })

  test('gives a paying establishment of the buyer the buyer’s VAT number', () => {
    const own = { siret: '21760900700026', name: 'Mairie de Valmont' }
    const { buyer, served } = partiesOf(
      writeCii(exampleDocument({ references: { payerSiret: own.siret }, payer: own })),
    )
    expect(buyer).toContain('FR91217609007')
    expect(served).toContain('Mairie de Valmont')
  })

  test('names no other party when the buyer itself pays', () => {
    const { buyer, served } = partiesOf(
      writeCii(exampleDocument({ references: { payerSiret: '21760900700018' } })),
    )
    expect(buyer).toContain('Mairie de Valmont')
    expect(served).toEqual([])
  })

  test('states the last day of its period as the supply date, and a billing address other than the seat', () => {
    expect(example).toContain(
      '<ram:OccurrenceDateTime><udt:DateTimeString format="102">20261031</udt:DateTimeString>',
    )
    const billingAddress = { lines: ['BP 12'], postalCode: '76540', city: 'Valmont', countryCode: 'FR' }
    const elsewhere = exampleDocument({ buyer: { ...exampleDocument().buyer, billingAddress } })
    expect(writeCii(elsewhere)).toContain('Adresse de facturation\u00a0: BP 12, 76540 Valmont')
  })
})

test('any document that the product can issue breaks no rule and validates against the Factur-X schema', async () => {
  await fc.assert(
    fc.asyncProperty(anyDocument, async (document) => {
      const xml = writeCii(document)
      expect(brokenCiiRules(xml)).toEqual([])
      expect((await validateXsd(xml, Profile.EN16931)).errors).toEqual([])
    }),
    { numRuns: 80 },
  )
})

describe('the oracle detects', () => {
  const exempt = writeCii({
    ...exampleDocument(),
    lines: exampleDocument().lines.map((line) => ({ ...line, vatCategory: 'E', vatRateBasisPoints: 0 })),
    vat: [
      {
        category: 'E',
        rateBasisPoints: 0,
        baseCents: 3_753n,
        vatCents: 0n,
        exemption: { code: 'VATEX-FR-CGI261-4', reason: 'Exonération' },
      },
    ],
    totals: { ...exampleDocument().totals, vatCents: 0n, grossCents: 3_753n, dueCents: 3_753n },
  })
  test.each([
    [
      'a wrong total',
      example.replace('>45.04</ram:GrandTotalAmount>', '>45.05</ram:GrandTotalAmount>'),
      'BR-CO-15',
    ],
    [
      'a wrong due amount',
      example.replace('>45.04</ram:DuePayableAmount>', '>45.00</ram:DuePayableAmount>'),
      'BR-CO-16',
    ],
    [
      'no reason for an exemption',
      exempt.replace(/<ram:ExemptionReason(Code)?>[^<]*<\/ram:ExemptionReason(Code)?>/g, ''),
      'BR-E-10',
    ],
    ['an unlisted exemption reason', exempt.replace('VATEX-FR-CGI261-4', 'VATEX-XX'), 'BR-CL-22'],
    ['no recovery fee', example.replace('>PMT<', '>AAI<'), 'BR-FR-05'],
    ['a SIREN of eight digits', example.replaceAll('>217609007<', '>21760900<'), 'BR-FR-32'],
    ['a line amount other than quantity times price', example.replace('>2592000<', '>2599999<'), 'BT-131'],
    ['a price of seven decimals', example.replace('>0.049000<', '>0.0490000<'), 'BR-FR-DEC-03'],
  ])('%s', (_title, xml, rule) => {
    expect(brokenCiiRules(xml)).toContain(rule)
  })

  test('nothing in a valid document', () =>
    expect([brokenCiiRules(example), brokenCiiRules(exempt)]).toEqual([[], []]))
})
