import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type WrittenMovement,
  type WrittenStatement,
  writeCamt053,
  writeCfonb120,
} from '../testing/write-statements'
import { readStatements } from './read-statements'
import { StatementRefusal } from './statement'

const iban = 'FR7630006000011234567890189'
const bytes = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding)
const plain: WrittenMovement = {
  bookedOn: '2026-11-02',
  valuedOn: '2026-11-03',
  cents: 12_345n,
  text: 'VIR F-2026-00012',
}
const statement = (movements: WrittenMovement[], over: Partial<WrittenStatement> = {}): WrittenStatement => ({
  identification: '2026-11-02',
  iban,
  from: '2026-11-02',
  to: '2026-11-04',
  openingCents: 100_00n,
  closingCents: movements.reduce((sum, { cents }) => sum + cents, 100_00n),
  movements,
  ...over,
})
const refusal = (content: Uint8Array) => {
  try {
    readStatements(content)
  } catch (error) {
    if (error instanceof StatementRefusal) return [error.reason, error.line, error.field]
    throw error
  }
  return null
}

describe('camt.053', () => {
  test.each(['02', '08', '13'])('version %s is read in full', (version) => {
    const movement: WrittenMovement = {
      ...plain,
      counterpartyName: 'Métropole & Cie',
      counterpartyIban: 'DE89370400440532013000',
      endToEndId: 'E1',
      creditorReference: 'RF18539007547034',
      bankReference: 'B-77',
    }
    const { bankReference: _, ...said } = movement
    expect(readStatements(bytes(writeCamt053([statement([movement])], version)))).toMatchObject([
      {
        format: 'camt.053',
        iban,
        from: '2026-11-02',
        to: '2026-11-04',
        openingCents: 10_000n,
        movements: [{ ...said, identity: 'ref|B-77|12345|1' }],
      },
    ])
  })

  test('an entry with several transactions makes as many movements when they add up to its amount, otherwise one', () => {
    const transaction = (amount: string, e2e: string) =>
      `<TxDtls><Refs><EndToEndId>${e2e}</EndToEndId></Refs><Amt Ccy="EUR">${amount}</Amt></TxDtls>`
    const of = (second: string) =>
      writeCamt053([statement([{ ...plain, cents: 30_00n, bankReference: 'B' }])]).replace(
        /<TxDtls>[\s\S]*<\/TxDtls>/,
        transaction('10.00', 'one') + transaction(second, 'two'),
      )
    expect(readStatements(bytes(of('20.00')))[0]?.movements).toMatchObject([
      { cents: 10_00n, endToEndId: 'one', identity: 'ref|B/1|1000|1' },
      { cents: 20_00n, endToEndId: 'two', identity: 'ref|B/2|2000|1' },
    ])
    expect(readStatements(bytes(of('21.00')))[0]?.movements).toMatchObject([{ cents: 30_00n }])
  })

  test('an order in another currency counts with its euro amount', () => {
    const ordered = (currency: string) =>
      `<TxDtls><Refs><EndToEndId>one</EndToEndId></Refs><AmtDtls><TxAmt><Amt Ccy="${currency}">31.50</Amt></TxAmt></AmtDtls></TxDtls>`
    const text = writeCamt053([statement([{ ...plain, cents: 30_00n }])]).replace(
      /<TxDtls>[\s\S]*<\/TxDtls>/,
      ordered('USD'),
    )
    expect(readStatements(bytes(text))[0]?.movements).toMatchObject([{ cents: 30_00n, endToEndId: 'one' }])
  })

  test('a pending entry counts in no statement', () => {
    const text = writeCamt053([statement([plain], { closingCents: 100_00n })]).replace('>BOOK<', '>PDNG<')
    expect(readStatements(bytes(text))[0]?.movements).toEqual([])
  })

  const good = writeCamt053([statement([plain])])
  test.each([
    ['an inconsistent balance', good.replace('123.45', '123.46'), 'statement_balance', 3, '1'],
    [
      'another currency',
      good.replace('<Ntry><Amt Ccy="EUR">', '<Ntry><Amt Ccy="CHF">'),
      'statement_currency',
      5,
      'CHF',
    ],
    ['a negative amount', good.replace('>123.45<', '>-123.45<'), 'statement_amount', 5, '-123.45'],
    ['a tenth of a cent', good.replace('>123.45<', '>123.455<'), 'statement_amount', 5, '123.455'],
    [
      'an invalid day',
      good.replace('2026-11-02</Dt></BookgDt>', '2026-02-30</Dt></BookgDt>'),
      'statement_date',
      6,
      '2026-02-30',
    ],
    ['no account', good.replace(/<IBAN>.*?<\/IBAN>/, ''), 'statement_field', 3, 'Acct/Id/IBAN'],
    ['no closing balance', good.replace('CLBD', 'XXXX'), 'statement_field', 3, 'Bal CLBD'],
    [
      'no side',
      good.replace('CRDT</CdtDbtInd><Sts>', 'DEBT</CdtDbtInd><Sts>'),
      'statement_field',
      5,
      'CdtDbtInd',
    ],
    [
      'an intraday report',
      good.replaceAll('camt.053', 'camt.052'),
      'statement_intraday',
      2,
      'urn:iso:std:iso:20022:tech:xsd:camt.052.001.08',
    ],
    [
      'no statement',
      good.replaceAll('Stmt>', 'Xtmt>').replaceAll('BkToCstmrXtmt', 'BkToCstmrStmt'),
      'statement_empty',
      2,
      'Stmt',
    ],
    ['a document type', `<!DOCTYPE Document [<!ENTITY a "b">]>${good}`, 'xml_doctype', 1, ''],
    ['half a document', good.slice(0, 700), 'xml_malformed', expect.any(Number), ''],
    ['an unknown alphabet', good.replace('UTF-8', 'EBCDIC'), 'xml_encoding', 1, 'ebcdic'],
    ['a web page', '<html><body>Session expirée</body></html>', 'statement_format', 1, 'html'],
    ['a table', 'date;montant\n', 'statement_format', 1, ''],
    ['nothing', '', 'statement_empty', 1, ''],
  ])('%s is rejected with its position', (_name, text, reason, line, field) => {
    expect(refusal(bytes(text))).toEqual([reason, line, field])
  })

  test('bytes that are not UTF-8, and a truncated file, are rejected', () => {
    expect(refusal(bytes(good.replace('VIR', 'é'), 'latin1'))).toEqual(['xml_encoding', 1, 'utf-8'])
    expect(refusal(new Uint8Array(Buffer.from(`\ufeff${good}`, 'utf16le')))).toEqual([
      'xml_encoding',
      1,
      'utf-16',
    ])
    const intraday = 'urn:iso:std:iso:20022:tech:xsd:camt.052.001.08'
    expect(refusal(bytes(`<Document xmlns="${intraday}"/>`))).toEqual(['statement_intraday', 1, intraday])
    expect(refusal(new Uint8Array(8 * 1024 * 1024 + 1))).toEqual(['xml_too_large', 1, ''])
    expect(
      readStatements(bytes(good.replace('VIR', 'é').replace('UTF-8', 'ISO-8859-1'), 'latin1'))[0]
        ?.movements[0]?.text,
    ).toContain('é')
  })
})

describe('CFONB 120', () => {
  const said: WrittenMovement = { ...plain, counterpartyName: 'MAIRIE DE LYON', endToEndId: 'MANDAT 4711' }

  test.each(['\r\n', '\n', ''])('is read with line ends %j', (end) => {
    const text = writeCfonb120(
      [statement([{ ...said, bankReference: '0000042' }]), statement([{ ...plain, cents: -9n }])],
      end,
    )
    expect(readStatements(bytes(text))).toMatchObject([
      {
        format: 'cfonb120',
        iban,
        identification: '2026-11-02/2026-11-04',
        movements: [
          { ...said, text: 'VIR F-2026-00012 MANDAT 4711', identity: 'ref|2026-11-02/0000042/18|12345|1' },
        ],
      },
      { movements: [{ cents: -9n }] },
    ])
  })

  const good = writeCfonb120([statement([said])])
  const lines = good.split('\r\n')
  const without = (index: number) => lines.filter((_, each) => each !== index).join('\r\n')
  test.each([
    ['no opening', without(0), 'statement_record', 1, '04'],
    ['no closing', lines.slice(0, 2).join('\r\n'), 'statement_record', 1, '07'],
    ['a detail without a movement', without(1), 'statement_record', 2, '05'],
    ['an inconsistent balance', good.replace('1234E', '1234F'), 'statement_balance', 5, '1'],
    ['an invalid sign', good.replace('1234E', '1234?'), 'statement_amount', 2, '0000000001234?'],
    ['another account in between', good.replace('04300060000', '04300070000'), 'statement_account', 2, ''],
    ['another currency', good.replace('EUR', 'USD'), 'statement_currency', 1, 'USD'],
    ['an invalid day', good.replace('18021126', '18310226'), 'statement_date', 2, '310226'],
    ['a line too long', good.replace('\r\n', `${'x'.repeat(5)}\r\n`), 'statement_record', 1, '125'],
  ])('%s is rejected with its position', (_name, text, reason, line, field) => {
    expect(refusal(bytes(text))).toEqual([reason, line, field])
  })
})

const day = fc.integer({ min: 1, max: 28 }).map((each) => `2026-11-${String(each).padStart(2, '0')}`)
const words = fc.stringMatching(/^[A-Z0-9][A-Z0-9/.-]{0,20}$/)
const movements = fc.array(
  fc.record({
    bookedOn: day,
    valuedOn: day,
    cents: fc.bigInt({ min: -99_999_999_999n, max: 99_999_999_999n }).filter((each) => each !== 0n),
    text: words,
    counterpartyName: words,
    endToEndId: words.filter((each) => each !== 'NOTPROVIDED'),
  }),
  { maxLength: 20 },
)

test('any statement is read back equal from both formats', () => {
  fc.assert(
    fc.property(movements, fc.bigInt({ min: -1_000_000n, max: 1_000_000n }), (list, openingCents) => {
      const closingCents = list.reduce((sum, { cents }) => sum + cents, openingCents)
      const written = statement(list, { openingCents, closingCents })
      const [camt] = readStatements(bytes(writeCamt053([written])))
      const [cfonb] = readStatements(bytes(writeCfonb120([written])))
      expect(camt?.movements).toMatchObject(list)
      expect(cfonb?.movements).toMatchObject(
        list.map((each) => ({ ...each, text: `${each.text} ${each.endToEndId}` })),
      )
      for (const read of [camt, cfonb]) {
        expect([read?.openingCents, read?.closingCents]).toEqual([openingCents, closingCents])
        expect(new Set(read?.movements.map(({ identity }) => identity)).size).toBe(list.length)
      }
    }),
    { numRuns: 200 },
  )
})

test('a movement in two overlapping statements has one identity, also among identical ones', () => {
  fc.assert(
    fc.property(movements, movements, movements, (before, both, after) => {
      const on = (list: WrittenMovement[], bookedOn: string) => list.map((each) => ({ ...each, bookedOn }))
      const shared = on([...both, ...both], '2026-11-15')
      const read = (list: WrittenMovement[]) =>
        readStatements(bytes(writeCamt053([statement(list)])))[0]?.movements.map(
          ({ identity }) => identity,
        ) ?? []
      const first = read([...on(before, '2026-11-14'), ...shared])
      const second = read([...shared, ...on(after, '2026-11-16')])
      expect(new Set([...first, ...second]).size).toBe(before.length + shared.length + after.length)
    }),
    { numRuns: 100 },
  )
})

test('with any one byte changed, a file is read with consistent balances or rejected with a line', () => {
  const good = [
    bytes(writeCamt053([statement([plain, { ...plain, cents: -50n }])])),
    bytes(writeCfonb120([statement([plain])])),
  ]
  fc.assert(
    fc.property(
      fc.constantFrom(...good),
      fc.nat(),
      fc.integer({ min: 0, max: 255 }),
      (content, place, byte) => {
        const changed = Uint8Array.from(content)
        changed[place % changed.length] = byte
        const refused = refusal(changed)
        if (refused) expect(refused[1]).toBeGreaterThan(0)
        else
          for (const { openingCents, closingCents, movements } of readStatements(changed))
            expect(movements.reduce((sum, { cents }) => sum + cents, openingCents)).toBe(closingCents)
      },
    ),
    { numRuns: 1_000 },
  )
})
