import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type AccruedRow, accrualEntries, accruals } from './accruals'
import { entriesHead, entriesText } from './entry-layouts'
import type { FecEntry } from './fec'

const entry: FecEntry = {
  journalCode: 'HA',
  journalName: 'Achats',
  number: 3,
  day: '2026-11-03',
  account: '401000',
  accountName: 'Fournisseurs',
  auxiliary: 'ANDROMEDE',
  auxiliaryName: 'Andromède Cloud',
  piece: 'FAC-2026-000012',
  pieceDay: '2026-11-03',
  label: 'Andromède ; l’été "2026"',
  debitCents: 0n,
  creditCents: 120_005n,
  validatedOn: '2026-11-03',
}

test('columns are side by side, as a French spreadsheet reads them', () => {
  expect(entriesHead('entries_csv').toString()).toBe(
    '\ufeffjournal;date;compte;libelle_compte;auxiliaire;piece;libelle;debit;credit;numero\r\n',
  )
  expect(entriesText('entries_csv', [entry]).toString()).toBe(
    'HA;03/11/2026;401000;Fournisseurs;ANDROMEDE;FAC-2026-000012;"Andromède ; l’été ""2026""";0,00;1200,05;3\r\n',
  )
  expect(entriesText('entries_csv', [{ ...entry, label: '=1+1' }]).toString()).toContain(";'=1+1;")
})

test('the EBP text is in Windows-1252, with one amount column and its side', () => {
  expect(entriesHead('entries_ebp')).toHaveLength(0)
  expect(entriesText('entries_ebp', [entry]).toString('latin1')).toBe(
    `3,03112026,HA,401ANDROMEDE,,"Andromède ; l'été  2026 ","FAC-2026-000012",1200.05,C,03112026,EUR\r\n`,
  )
})

test('characters in Windows-1252 but not in Latin-1 are kept in the EBP text', () => {
  const bytes = entriesText('entries_ebp', [{ ...entry, label: 'Œuvre – 3 € « … » ™ 猫' }])
  expect(new TextDecoder('windows-1252').decode(bytes)).toContain('"Œuvre – 3 € « … » ™ ?"')
})

test('a reference too long for EBP keeps its end, which distinguishes it from the next', () => {
  const texts = ['FACTURE-2026-000012', 'FACTURE-2026-000013'].map((piece) =>
    entriesText('entries_ebp', [{ ...entry, piece }]).toString('latin1'),
  )
  expect(texts[0]).toContain('"URE-2026-000012"')
  expect(texts[1]).toContain('"URE-2026-000013"')
})

const row: fc.Arbitrary<AccruedRow> = fc.record({
  invoice: fc.option(fc.constantFrom('FAC-1', 'FAC-2', 'AVO-1')),
  costCentre: fc.option(fc.constantFrom('DSI', 'RH', 'ETE')),
  vatRateBasisPoints: fc.constantFrom(0, 210, 850, 2_000),
  netCents: fc.bigInt({ min: -100_000n, max: 1_000_000n }),
})
const mapping = [
  { costCentre: 'DSI', account: '611000' },
  { costCentre: '*', account: '628000' },
]

test('accruals keep every cent, and each entry sums to zero and is reversed', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), fc.boolean(), (rows, isPublicBody) => {
      const accrued = accruals(rows, mapping)
      const net = rows.reduce((sum, { netCents }) => sum + netCents, 0n)
      expect(accrued.reduce((sum, { netCents }) => sum + netCents, 0n)).toBe(net)
      const entries = accrualEntries(accrued, {
        lastDay: '2026-12-31',
        dayAfter: '2027-01-01',
        isPublicBody,
        isVatTakenBack: !isPublicBody,
        sellerName: 'Andromède',
      })
      const balances = new Map<string, bigint>()
      for (const number of [1, 2]) {
        const own = entries.filter((each) => each.number === number)
        expect(own.reduce((sum, { debitCents, creditCents }) => sum + debitCents - creditCents, 0n)).toBe(0n)
        for (const { account, debitCents, creditCents } of own) {
          expect(debitCents === 0n || creditCents === 0n).toBe(true)
          balances.set(account, (balances.get(account) ?? 0n) + debitCents - creditCents)
        }
      }
      expect([...balances.values()].every((cents) => cents === 0n)).toBe(true)
      expect(entries.every(({ day, number }) => day === (number === 1 ? '2026-12-31' : '2027-01-01'))).toBe(
        true,
      )
      if (isPublicBody) expect(entries.some(({ account }) => account.startsWith('445'))).toBe(false)
    }),
    { numRuns: 2_000 },
  )
})

test('a December not invoiced by its end goes to 408, by cost centre, with its VAT', () => {
  const accrued = accruals(
    [
      { invoice: 'FAC-7', costCentre: 'DSI', vatRateBasisPoints: 2_000, netCents: 10_001n },
      { invoice: 'FAC-7', costCentre: null, vatRateBasisPoints: 2_000, netCents: 5_000n },
    ],
    mapping,
  )
  const facts = { lastDay: '2026-12-31', dayAfter: '2027-01-01', sellerName: 'Andromède' }
  const booked = (isPublicBody: boolean) =>
    accrualEntries(accrued, { ...facts, isPublicBody, isVatTakenBack: !isPublicBody })
      .filter(({ number }) => number === 1)
      .map(({ account, debitCents, creditCents }) => [account, debitCents - creditCents])
  expect(booked(false)).toEqual([
    ['611000', 10_001n],
    ['628000', 5_000n],
    ['445860', 3_000n],
    ['408100', -18_001n],
  ])
  expect(booked(true)).toEqual([
    ['611000', 12_001n],
    ['628000', 6_000n],
    ['408100', -18_001n],
  ])
})
