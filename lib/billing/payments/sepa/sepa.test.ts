import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { childrenOf, elementAt, parseXml, textAt, type XmlElement } from '../statements/parse-xml'
import { isBusinessDay, nextBusinessDay } from './business-days'
import { type DebitOrder, sepaText, writePain008 } from './write-pain008'

test.each([
  ['2026-11-14', false],
  ['2026-11-16', true],
  // Good Friday and Easter Monday of three years, as published by the European Central Bank.
  ['2026-04-03', false],
  ['2026-04-06', false],
  ['2027-03-26', false],
  ['2027-03-29', false],
  ['2030-04-19', false],
  ['2030-04-22', false],
  ['2026-05-01', false],
  ['2026-12-25', false],
  // A French holiday only: T2 is open.
  ['2026-07-14', true],
])('%s is a settlement day: %s', (day, moves) => {
  expect(isBusinessDay(day)).toBe(moves)
})

test('the next business day after Christmas of 2026 is the Monday', () => {
  expect(nextBusinessDay('2026-12-25')).toBe('2026-12-28')
  expect(nextBusinessDay('2026-11-25')).toBe('2026-11-25')
})

/**
 * The schema's sequence, restated: name, cardinality, and children or text form. Written from the published tables of
 * pain.008.001.08, not from the writer.
 */
type Rule = {
  min: number
  max: number
  inside?: [string, Rule][]
  form?: RegExp
  attribute?: [string, RegExp]
}
const one = (form: RegExp): Rule => ({ min: 1, max: 1, form })
const some = (form: RegExp): Rule => ({ min: 0, max: 1, form })
const group = (...inside: [string, Rule][]): Rule => ({ min: 1, max: 1, inside })
const text = (length: number) => new RegExp(`^[A-Za-z0-9/\\-?:().,'+ ]{1,${length}}$`)
const amount = /^\d{1,11}\.\d{2}$/
const iban = group(['Id', group(['IBAN', one(/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/)])])
const agent = group(['FinInstnId', group(['BICFI', one(/^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/)])])
const address: Rule = {
  min: 0,
  max: 1,
  inside: [
    ['StrtNm', some(text(70))],
    ['Flr', some(text(70))],
    ['PstCd', some(text(16))],
    ['TwnNm', one(text(35))],
    ['Ctry', one(/^[A-Z]{2}$/)],
  ],
}
const schema: Rule = group([
  'CstmrDrctDbtInitn',
  group(
    [
      'GrpHdr',
      group(
        ['MsgId', one(text(35))],
        ['CreDtTm', one(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)],
        ['NbOfTxs', one(/^\d{1,15}$/)],
        ['CtrlSum', one(/^\d{1,15}\.\d{2}$/)],
        ['InitgPty', group(['Nm', one(text(70))])],
      ),
    ],
    [
      'PmtInf',
      {
        min: 1,
        max: 4,
        inside: [
          ['PmtInfId', one(text(35))],
          ['PmtMtd', one(/^DD$/)],
          ['BtchBookg', one(/^true$/)],
          ['NbOfTxs', one(/^\d{1,15}$/)],
          ['CtrlSum', one(/^\d{1,15}\.\d{2}$/)],
          [
            'PmtTpInf',
            group(
              ['SvcLvl', group(['Cd', one(/^SEPA$/)])],
              ['LclInstrm', group(['Cd', one(/^(CORE|B2B)$/)])],
              ['SeqTp', one(/^(FRST|RCUR)$/)],
            ),
          ],
          ['ReqdColltnDt', one(/^\d{4}-\d\d-\d\d$/)],
          ['Cdtr', group(['Nm', one(text(70))], ['PstlAdr', address])],
          ['CdtrAcct', iban],
          ['CdtrAgt', agent],
          ['ChrgBr', one(/^SLEV$/)],
          [
            'CdtrSchmeId',
            group([
              'Id',
              group([
                'PrvtId',
                group(['Othr', group(['Id', one(text(35))], ['SchmeNm', group(['Prtry', one(/^SEPA$/)])])]),
              ]),
            ]),
          ],
          [
            'DrctDbtTxInf',
            {
              min: 1,
              max: 100_000,
              inside: [
                ['PmtId', group(['EndToEndId', one(text(35))])],
                ['InstdAmt', { ...one(amount), attribute: ['Ccy', /^EUR$/] }],
                [
                  'DrctDbtTx',
                  group([
                    'MndtRltdInf',
                    group(['MndtId', one(text(35))], ['DtOfSgntr', one(/^\d{4}-\d\d-\d\d$/)]),
                  ]),
                ],
                ['DbtrAgt', agent],
                ['Dbtr', group(['Nm', one(text(70))], ['PstlAdr', { ...address, min: 1 }])],
                ['DbtrAcct', iban],
                ['RmtInf', group(['Ustrd', one(text(140))])],
              ],
            },
          ],
        ],
      },
    ],
  ),
])

function faults(element: XmlElement, rule: Rule, path: string): string[] {
  const found: string[] = []
  if (rule.form && !rule.form.test(element.text)) found.push(`${path}: ${element.text}`)
  if (rule.attribute && !rule.attribute[1].test(element.attributes.get(rule.attribute[0]) ?? ''))
    found.push(`${path}@`)
  let at = 0
  for (const [name, inner] of rule.inside ?? []) {
    let count = 0
    while (element.children[at]?.name === name) {
      found.push(...faults(element.children[at] as XmlElement, inner, `${path}/${name}`))
      at += 1
      count += 1
    }
    if (count < inner.min || count > inner.max) found.push(`${path}/${name} × ${count}`)
  }
  if (at < element.children.length) found.push(`${path}/${element.children[at]?.name} is not here`)
  return found
}

const order = fc.record<DebitOrder>({
  endToEndId: fc.stringMatching(/^AND[0-9A-Z]{26}$/),
  cents: fc.bigInt({ min: 1n, max: 99_999_999_999n }),
  mandateReference: fc.stringMatching(/^AND-[0-9A-Z]{16}$/),
  mandateSignedOn: fc.constant('2026-03-01'),
  scheme: fc.constantFrom('CORE', 'B2B'),
  sequenceType: fc.constantFrom('FRST', 'RCUR'),
  debtorName: fc.constantFrom('Société Générale d’Études & Cie', 'Ünïçødé Œuvres — <Paris>', 'A'.repeat(90)),
  debtorAddress: fc.record({
    line1: fc.constantFrom('14, rue de l’Église', '/// 3 //bis'),
    line2: fc.constantFrom('Étage 3', '@@@'),
    postcode: fc.constant('69003'),
    city: fc.constantFrom('Lyon', 'Saint-Rémy-en-Bouzemont-Saint-Genest-et-Isson'),
    countryCode: fc.constant('FR'),
  }),
  debtorIban: fc.constant('DE89370400440532013000'),
  debtorBic: fc.constantFrom('DEUTDEFF', 'DEUTDEFF500'),
  text: fc.constant('Facture FAC-2026-000012 / Andromède'),
})
const file = (orders: DebitOrder[]) => ({
  messageId: 'AND-20261125-0123456789',
  createdAt: new Date('2026-11-25T10:00:00.500Z'),
  collectOn: '2026-12-14',
  creditor: {
    name: 'Andromède SAS',
    iban: 'FR7630006000011234567890189',
    bic: 'AGRIFRPP',
    identifier: 'FR72ZZZ123456',
    address: { line1: '12 rue de la République', postcode: '69001', city: 'Lyon', countryCode: 'FR' },
  },
  orders,
})

describe('a debit file', () => {
  test('follows its schema’s sequence, and its sums equal those of its orders', () => {
    fc.assert(
      fc.property(fc.array(order, { minLength: 1, maxLength: 12 }), (orders) => {
        const root = parseXml(writePain008(file(orders)))
        expect(root.namespace).toBe('urn:iso:std:iso:20022:tech:xsd:pain.008.001.08')
        expect(faults(root, schema, 'Document')).toEqual([])
        const initiation = elementAt(root, 'CstmrDrctDbtInitn')
        const cents = (amount: string | undefined) => BigInt((amount ?? '').replace('.', ''))
        const groups = childrenOf(initiation, 'PmtInf')
        const seen = new Map<string, bigint>()
        for (const each of groups) {
          const transactions = childrenOf(each, 'DrctDbtTxInf')
          const amounts = transactions.map((one) => cents(textAt(one, 'InstdAmt')))
          expect(textAt(each, 'NbOfTxs')).toBe(String(transactions.length))
          expect(cents(textAt(each, 'CtrlSum'))).toBe(amounts.reduce((sum, one) => sum + one, 0n))
          for (const one of transactions) {
            const wanted = orders.find(({ endToEndId }) => endToEndId === textAt(one, 'PmtId/EndToEndId'))
            expect([textAt(each, 'PmtTpInf/LclInstrm/Cd'), textAt(each, 'PmtTpInf/SeqTp')]).toEqual([
              wanted?.scheme,
              wanted?.sequenceType,
            ])
            seen.set(wanted?.endToEndId ?? '', cents(textAt(one, 'InstdAmt')))
          }
        }
        expect(seen).toEqual(new Map(orders.map(({ endToEndId, cents: due }) => [endToEndId, due])))
        expect(cents(textAt(initiation, 'GrpHdr/CtrlSum'))).toBe(
          orders.reduce((sum, each) => sum + each.cents, 0n),
        )
      }),
      { numRuns: 60 },
    )
  })

  test('contains an address, also the creditor’s, only with town and country', () => {
    const [sample] = fc.sample(order, 1) as [DebitOrder]
    const good = file([sample])
    const creditorOf = (address: typeof good.creditor.address | null) => {
      const root = parseXml(writePain008({ ...good, creditor: { ...good.creditor, address } }))
      return childrenOf(elementAt(root, 'CstmrDrctDbtInitn/PmtInf/Cdtr'), 'PstlAdr').map((each) =>
        each.children.map(({ name, text: value }) => `${name} ${value}`),
      )
    }
    const { address } = good.creditor
    expect(creditorOf(address)).toEqual([
      ['StrtNm 12 rue de la Republique', 'PstCd 69001', 'TwnNm Lyon', 'Ctry FR'],
    ])
    expect(creditorOf(null)).toEqual([])
    expect(creditorOf({ ...address, city: '' })).toEqual([])
    expect(creditorOf({ ...address, countryCode: '' })).toEqual([])
  })

  test('the restated schema detects an element that does not belong', () => {
    const [sample] = fc.sample(order, 1) as [DebitOrder]
    const good = writePain008(file([sample]))
    const wrong = (from: string | RegExp, to: string) =>
      faults(parseXml(good.replace(from, to)), schema, '').length
    expect(wrong('<PmtMtd>DD</PmtMtd>', '')).toBeGreaterThan(0)
    expect(
      wrong('<Ctry>FR</Ctry></PstlAdr></Dbtr>', '<AdrLine>x</AdrLine></PstlAdr></Dbtr>'),
    ).toBeGreaterThan(0)
    expect(wrong('Ccy="EUR"', 'Ccy="USD"')).toBeGreaterThan(0)
    expect(wrong(/<MsgId>/, '<MsgId>é')).toBeGreaterThan(0)
  })
})

test.each([
  ['Société d’Œuvres — <Lyon>', 40, "Societe d'oeuvres - Lyon"],
  ['//Facture//12/', 40, 'Facture/12'],
  ['ABCDEF /', 7, 'ABCDEF'],
])('%s becomes %s', (from, length, to) => {
  expect(sepaText(from, length)).toBe(to)
})
