import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deductsVat, purchaseJournal } from './purchase-journal'
import type { PurchaseRow } from './queries/ledger-rows'

const row = (number: string, netCents: string, over: Partial<PurchaseRow> = {}): PurchaseRow => ({
  entryNumber: 1,
  number,
  kind: 'invoice',
  issuedOn: '2026-11-03',
  costCentre: null,
  netCents,
  vatCents: '0',
  grossCents: netCents,
  ...over,
})

test('a document of zero makes no entry and takes no number', () => {
  const entries = purchaseJournal(
    [
      row('FAC-2026-000001', '1000'),
      row('FAC-2026-000002', '500', { entryNumber: null, grossCents: '0' }),
      row('FAC-2026-000002', '-500', { entryNumber: null, grossCents: '0' }),
      row('FAC-2026-000003', '700', { entryNumber: 2 }),
    ],
    [],
    { sellerName: 'Andromède Cloud SAS', isVatTakenBack: true },
  )
  expect([...new Set(entries.map(({ piece, number }) => `${number} ${piece}`))]).toEqual([
    '1 FAC-2026-000001',
    '2 FAC-2026-000003',
  ])
})

test('cost centres that cancel out on two accounts make an entry', () => {
  const entries = purchaseJournal(
    [
      row('FAC-2026-000002', '500', { costCentre: 'DSI', grossCents: '0' }),
      row('FAC-2026-000002', '-500', { grossCents: '0' }),
    ],
    [{ costCentre: 'DSI', account: '611000' }],
    { sellerName: 'Andromède Cloud SAS', isVatTakenBack: true },
  )
  expect(entries.map(({ account, debitCents, creditCents }) => [account, debitCents, creditCents])).toEqual([
    ['611000', 500n, 0n],
    ['613500', 0n, 500n],
  ])
})

test('VAT that is not deducted is part of the expenses, to the cent in every entry', () => {
  const own = fc.record({
    costCentre: fc.constantFrom(null, 'DSI', 'RH', 'ETE'),
    netCents: fc.bigInt({ min: -90_000n, max: 900_000n }),
  })
  const accounts = [
    { costCentre: 'DSI', account: '611000' },
    { costCentre: 'RH', account: '628000' },
  ]
  fc.assert(
    fc.property(fc.array(own, { minLength: 1, maxLength: 8 }), fc.bigInt(-9_000n, 90_000n), (lines, vat) => {
      const net = lines.reduce((sum, { netCents }) => sum + netCents, 0n)
      const rows = lines.map(({ costCentre, netCents }) =>
        row('FAC-1', `${netCents}`, { costCentre, vatCents: `${vat}`, grossCents: `${net + vat}` }),
      )
      const seller = { sellerName: 'Andromède Cloud SAS' }
      const entries = purchaseJournal(rows, accounts, { ...seller, isVatTakenBack: false })
      expect(entries.reduce((sum, { debitCents, creditCents }) => sum + debitCents - creditCents, 0n)).toBe(
        0n,
      )
      expect(entries.some(({ account }) => account.startsWith('445'))).toBe(false)
      const charged = new Map(entries.map((each) => [each.account, each.debitCents - each.creditCents]))
      const without = purchaseJournal(rows, accounts, { ...seller, isVatTakenBack: true })
      // Each account bears its share of VAT, within two cents where expenses and credits are mixed.
      for (const { account, debitCents, creditCents } of without.filter((each) =>
        each.account.startsWith('6'),
      )) {
        const cents = debitCents - creditCents
        const part = net === 0n ? 0 : (Number(vat) * Number(cents)) / Number(net)
        if (net !== 0n) expect(Math.abs(Number((charged.get(account) ?? 0n) - cents) - part)).toBeLessThan(2)
      }
    }),
    { numRuns: 2_000 },
  )
})

test.each([
  [{ kind: 'company', vatNumber: 'FR44732829320' }, true],
  [{ kind: 'company', vatNumber: null }, false],
  [{ kind: 'public_body', vatNumber: 'FR44217600907' }, false],
])('%o deducts VAT: %s', (buyer, expected) => {
  expect(deductsVat({ siren: '732829320', legalName: 'Valmont', ...buyer })).toBe(expected)
})
