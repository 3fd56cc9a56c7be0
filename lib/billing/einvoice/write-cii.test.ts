import { Profile, validateXsd } from '@stackforge-eu/factur-x'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exampleDocument } from '../invoices/testing/example-document'
import { anyDocument } from './testing/any-document'
import { judgeCii } from './testing/judge-cii'
import { writeCii } from './write-cii'

const example = writeCii(exampleDocument())

describe('an invoice as CII', () => {
  test('says hours by the second, at six decimals, exactly', () => {
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

  test('carries what the buyer asked for, and VAT on debits', () => {
    expect(example).toContain('<ram:BuyerReference>DSI</ram:BuyerReference>')
    expect(example).toContain(
      '<ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>EJ-2026-0042</ram:IssuerAssignedID>',
    )
    expect(example).toContain('<ram:DueDateTypeCode>5</ram:DueDateTypeCode>')
    expect(writeCii(exampleDocument({ vatOnDebits: false }))).toContain(
      '<ram:DueDateTypeCode>72</ram:DueDateTypeCode>',
    )
  })

  test('is addressed to the structure that pays', () => {
    const paid = writeCii(exampleDocument({ references: { payerSiret: '25999063800019' } }))
    expect(paid).toContain('<ram:GlobalID schemeID="0009">25999063800019</ram:GlobalID>')
    expect(paid).toContain('<ram:URIID schemeID="0225">259990638_25999063800019</ram:URIID>')
  })
})

test('whatever the product can issue breaks no rule and fits the schema of Factur-X', async () => {
  await fc.assert(
    fc.asyncProperty(anyDocument, async (document) => {
      const xml = writeCii(document)
      expect(judgeCii(xml)).toEqual([])
      expect((await validateXsd(xml, Profile.EN16931)).errors).toEqual([])
    }),
    { numRuns: 80 },
  )
})

describe('the judge catches', () => {
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
    ['a reason that no list knows', exempt.replace('VATEX-FR-CGI261-4', 'VATEX-XX'), 'BR-CL-22'],
    ['no recovery fee', example.replace('>PMT<', '>AAI<'), 'BR-FR-05'],
    ['a SIREN of eight digits', example.replaceAll('>217609007<', '>21760900<'), 'BR-FR-32'],
    ['a line that is not its product', example.replace('>2592000<', '>2599999<'), 'BT-131'],
    ['a price of seven decimals', example.replace('>0.049000<', '>0.0490000<'), 'BR-FR-DEC-03'],
  ])('%s', (_title, xml, rule) => {
    expect(judgeCii(xml)).toContain(rule)
  })

  test('nothing in what is right', () => expect([judgeCii(example), judgeCii(exempt)]).toEqual([[], []]))
})
