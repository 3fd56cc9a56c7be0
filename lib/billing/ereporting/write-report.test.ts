import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyDocument } from '../einvoice/testing/any-document'
import type { IssuedDocument } from '../invoices/issued-document'
import { exampleDocument } from '../invoices/testing/example-document'
import { declarePayments, declareTransactions, type IssuedSource, type PaidSource } from './declared'
import { reportingOf } from './reporting-of'
import { servicesByMonth, writeServiceList } from './service-list'
import { brokenReportRules } from './testing/report-oracle'
import { type ReportHead, writeReport } from './write-report'

const head: ReportHead = {
  number: '732829320-T-20261101-1',
  type: 'IN',
  createdAt: new Date('2026-12-01T09:00:00Z'),
  platform: { code: '0000', name: 'Plateforme agréée' },
  seller: { siren: '732829320', name: 'Andromède Cloud SAS' },
  period: { from: '2026-11-01', to: '2026-11-30' },
}
const berlin: IssuedDocument['buyer'] = {
  organisationId: 'org_1',
  customerCode: 'C000007',
  name: 'Müller & Söhne GmbH',
  kind: 'foreign',
  vatNumber: 'DE136695976',
  isTaxable: true,
  email: 'buchhaltung@mueller.example',
  address: { lines: ['Hauptstraße 1'], postalCode: '10115', city: 'Berlin', countryCode: 'DE' },
}
const cayenne: IssuedDocument['buyer'] = {
  ...berlin,
  name: 'Comptoir de Cayenne et de la Guyane',
  kind: 'company',
  siren: '732829320',
  address: { lines: [], postalCode: '97300', city: 'Cayenne', countryCode: 'GF' },
}
const association: IssuedDocument['buyer'] = {
  ...cayenne,
  name: 'Les Amis du port',
  isTaxable: false,
  address: { lines: [], postalCode: '76600', city: 'Le Havre', countryCode: 'FR' },
}
const { vatNumber: _none, ...withoutVat } = cayenne
const free = (category: 'AE' | 'O', code: string): Partial<IssuedDocument> => ({
  vat: [
    { category, rateBasisPoints: 0, baseCents: 10_000n, vatCents: 0n, exemption: { code, reason: 'Motif' } },
  ],
  totals: {
    ...exampleDocument().totals,
    netCents: 10_000n,
    vatCents: 0n,
    grossCents: 10_000n,
    dueCents: 10_000n,
  },
})
const taxed = (over: Partial<IssuedDocument> = {}): Partial<IssuedDocument> => ({
  vat: [{ category: 'S', rateBasisPoints: 2_000, baseCents: 10_000n, vatCents: 2_000n }],
  totals: {
    ...exampleDocument().totals,
    netCents: 10_000n,
    vatCents: 2_000n,
    grossCents: 12_000n,
    dueCents: 12_000n,
  },
  ...over,
})
let serial = 0
const source = (over: Partial<IssuedDocument>): IssuedSource => {
  serial += 1
  const number = `FAC-2026-${String(serial).padStart(6, '0')}`
  return {
    id: `inv_${serial}`,
    organisationId: 'org_1',
    document: exampleDocument({ number, issuedOn: '2026-11-03', ...over }),
  }
}
const paid = (of: IssuedSource, cents: bigint, occurredOn: string, beforeCents = 0n): PaidSource => {
  serial += 1
  return { ...of, documentId: of.id, id: `pal_${serial}`, cents, beforeCents, occurredOn }
}

describe('reported sales', () => {
  test('to companies in the Union and in French Guiana are listed one by one, each with its identifier', () => {
    const { declared, items } = declareTransactions([
      source({ buyer: berlin, ...free('AE', 'VATEX-EU-AE') }),
      source({ buyer: withoutVat, ...free('O', 'VATEX-EU-O') }),
      source({
        kind: 'credit_note',
        typeCode: '381',
        buyer: berlin,
        preceding: [{ number: 'FAC-2026-000001', issuedOn: '2026-10-03' }],
        ...free('AE', 'VATEX-EU-AE'),
      }),
    ])
    const xml = writeReport(head, declared)
    expect(brokenReportRules(xml)).toEqual([])
    expect(xml).toContain(
      '<Buyer><CompanyId schemeId="0223">DE136695976</CompanyId><TaxRegistrationId qualifyingId="VAT">DE136695976</TaxRegistrationId>',
    )
    expect(xml).toContain(
      '<Buyer><CompanyId schemeId="0227">FRComptoir de Caye</CompanyId><PostalAddress><CountryId>FR</CountryId>',
    )
    expect(xml).toContain('<TypeCode>381</TypeCode>')
    expect(xml).toContain(
      '<ReferencedDocument><ID>FAC-2026-000001</ID><IssueDate>20261003</IssueDate></ReferencedDocument>',
    )
    expect(items.map(({ flow, netCents }) => [flow, netCents])).toEqual([
      ['10.1', 10_000n],
      ['10.1', 10_000n],
      ['10.1', -10_000n],
    ])
  })

  test('to buyers not liable to VAT are summed by day and rate; a domestic e-invoice is not reported', () => {
    const { declared, items } = declareTransactions([
      source({ buyer: association, ...taxed({ vatOnDebits: true }) }),
      source({ buyer: association, ...taxed({ vatOnDebits: true }) }),
      source({ buyer: association, kind: 'credit_note', typeCode: '381', ...taxed({ vatOnDebits: true }) }),
      source({ buyer: association, issuedOn: '2026-11-04', ...taxed({ vatOnDebits: true }) }),
      source({ buyer: { ...association, isTaxable: true }, ...taxed() }),
      source(taxed()),
    ])
    const xml = writeReport(head, declared)
    expect(brokenReportRules(xml)).toEqual([])
    expect(declared).toMatchObject({ invoices: [] })
    expect(xml).toContain(
      '<Transactions><Date>20261103</Date><TransactionsCurrency>EUR</TransactionsCurrency><TaxDueDateTypeCode>5</TaxDueDateTypeCode><CategoryCode>TPS1</CategoryCode><TaxExclusiveAmount>100.00</TaxExclusiveAmount><TaxTotal>20.00</TaxTotal><TransactionsCount>3</TransactionsCount>',
    )
    expect(items).toHaveLength(4)
  })
})

describe('reported payments', () => {
  test('cover services with VAT due on payment, and the shares add up to the payment to the cent', () => {
    const invoice = source({ buyer: association, ...taxed({ vatOnDebits: false }) })
    const { declared, items } = declarePayments([
      paid(invoice, 5_000n, '2026-11-10'),
      paid(invoice, 7_000n, '2026-11-10', 5_000n),
      paid(invoice, -1_000n, '2026-11-20', 12_000n),
      paid(
        source({ buyer: berlin, ...free('AE', 'VATEX-EU-AE'), vatOnDebits: false }),
        10_000n,
        '2026-11-10',
      ),
      paid(source({ buyer: association, ...taxed({ vatOnDebits: true }) }), 12_000n, '2026-11-10'),
      paid(source({ ...taxed({ vatOnDebits: false }) }), 12_000n, '2026-11-10'),
    ])
    const xml = writeReport({ ...head, number: '732829320-P-20261101-1' }, declared)
    expect(brokenReportRules(xml)).toEqual([])
    expect(xml).toContain(
      '<Payment><Date>20261110</Date><SubTotals><TaxPercent>20</TaxPercent><CurrencyCode>EUR</CurrencyCode><Amount>120.00</Amount></SubTotals></Payment>',
    )
    expect(xml).toContain(
      '<Date>20261120</Date><SubTotals><TaxPercent>20</TaxPercent><CurrencyCode>EUR</CurrencyCode><Amount>-10.00</Amount>',
    )
    expect(items.map(({ flow, paidCents }) => [flow, paidCents])).toEqual([
      ['10.4', 5_000n],
      ['10.4', 7_000n],
      ['10.4', -1_000n],
    ])
  })

  test('of an international invoice with VAT name the invoice', () => {
    const { declared } = declarePayments([
      paid(source({ buyer: cayenne, ...taxed({ vatOnDebits: false }) }), 12_000n, '2026-11-10'),
    ])
    const xml = writeReport(head, declared)
    expect(brokenReportRules(xml)).toEqual([])
    expect(xml).toContain('<IssueDate>20261103</IssueDate><Payment><Date>20261110</Date>')
  })
})

/** Signed totals that must be reported, computed from the documents alone. */
const totalOf = (documents: readonly IssuedDocument[], flow: '10.1' | '10.3') =>
  documents
    .filter((document) => reportingOf(document).transactions === flow)
    .reduce(
      (sum, { kind, totals }) =>
        sum + (kind === 'invoice' ? totals.netCents + totals.vatCents : -totals.netCents - totals.vatCents),
      0n,
    )
const euros = (xml: string, pattern: RegExp) =>
  [...xml.matchAll(pattern)].reduce(
    (sum, [, amount = '0']) => sum + BigInt(Math.round(Number(amount) * 100)),
    0n,
  )

test('for any set of documents, the file breaks no rule and adds up to them to the cent', () => {
  fc.assert(
    fc.property(fc.array(anyDocument, { minLength: 1, maxLength: 12 }), (drawn) => {
      const documents = drawn.map((document, index) => ({
        ...document,
        number: `FAC-2026-${String(index + 1).padStart(6, '0')}`,
        issuedOn: `2026-11-0${1 + (index % 9)}`,
      }))
      const { declared, items } = declareTransactions(
        documents.map((document, index) => ({ id: `inv_${index}`, organisationId: 'org_1', document })),
      )
      const xml = writeReport(head, declared)
      expect(brokenReportRules(xml)).toEqual([])
      const sum = (flow: string) =>
        items
          .filter((item) => item.flow === flow)
          .reduce((total, each) => total + each.netCents + each.vatCents, 0n)
      expect([sum('10.1'), sum('10.3')]).toEqual([totalOf(documents, '10.1'), totalOf(documents, '10.3')])
      const [, days = ''] = /((?:<Transactions>.*)?)<\/TransactionsReport>/s.exec(xml) ?? []
      expect(
        euros(days, /<TaxExclusiveAmount>(-?[\d.]+)</g) +
          euros(days, /<TaxTotal>(-?[\d.]+)<\/TaxTotal><TransactionsCount>/g),
      ).toBe(totalOf(documents, '10.3'))
    }),
    { numRuns: 60 },
  )
})

test.each([
  [
    'G6.29',
    (xml: string) =>
      xml.replace(
        '</Report>',
        '<PaymentsReport><ReportPeriod><StartDate>20261101</StartDate><EndDate>20261130</EndDate></ReportPeriod></PaymentsReport></Report>',
      ),
  ],
  ['G1.53', (xml: string) => xml.replace('<TaxExclusiveAmount>100.00', '<TaxExclusiveAmount>90.00')],
  ['G2.33', (xml: string) => xml.replace('schemeId="0227"', 'schemeId="0002"')],
  ['G7.43', (xml: string) => xml.replace(/<DateTimeString>\d{8}/, '<DateTimeString>20261115')],
  ['REJ_PER', (xml: string) => xml.replace('<IssueDate>20261103', '<IssueDate>20261203')],
  ['XSD', (xml: string) => xml.replace(/<TypeCode>IN<\/TypeCode>/, '')],
])('the oracle detects a file that breaks %s', (rule, spoil) => {
  const { declared } = declareTransactions([source({ buyer: withoutVat, ...free('O', 'VATEX-EU-O') })])
  const xml = writeReport(head, declared)
  expect(brokenReportRules(xml)).toEqual([])
  expect(brokenReportRules(spoil(xml))).toContain(rule)
})

test('the list of services has one line per Union customer, in whole euros', () => {
  const documents = [
    exampleDocument({ buyer: berlin, ...free('AE', 'VATEX-EU-AE') }),
    exampleDocument({ buyer: berlin, ...free('AE', 'VATEX-EU-AE') }),
    exampleDocument({ buyer: { ...berlin, vatNumber: 'IT00743110157' }, ...free('AE', 'VATEX-EU-AE') }),
    exampleDocument({ buyer: cayenne, ...free('O', 'VATEX-EU-O') }),
    exampleDocument({
      kind: 'credit_note',
      issuedOn: '2026-11-05',
      buyer: berlin,
      ...free('AE', 'VATEX-EU-AE'),
    }),
  ]
  const months = servicesByMonth(documents)
  expect([...months]).toEqual([
    [
      '2026-10',
      [
        { vatNumber: 'DE136695976', euros: 200n },
        { vatNumber: 'IT00743110157', euros: 100n },
      ],
    ],
    ['2026-11', [{ vatNumber: 'DE136695976', euros: -100n }]],
  ])
  expect(writeServiceList('FR44732829320', '2026-10', months.get('2026-10') ?? [])).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<fichier_des><declaration_des><num_des>202610</num_des><num_tvaFr>FR44732829320</num_tvaFr><mois_des>10</mois_des><an_des>2026</an_des><ligne_des><numlin_des>1</numlin_des><valeur>200</valeur><partner_des>DE136695976</partner_des></ligne_des><ligne_des><numlin_des>2</numlin_des><valeur>100</valeur><partner_des>IT00743110157</partner_des></ligne_des></declaration_des></fichier_des>\n',
  )
})
