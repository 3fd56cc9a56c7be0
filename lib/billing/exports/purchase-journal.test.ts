import { expect, test } from 'vitest'
import type { PurchaseRow } from '~/db/queries/billing/exports/ledger-rows'
import { purchaseJournal } from './purchase-journal'

const row = (number: string, netCents: string, over: Partial<PurchaseRow> = {}): PurchaseRow => ({
  number,
  kind: 'invoice',
  issuedOn: '2026-11-03',
  costCentre: null,
  netCents,
  vatCents: '0',
  grossCents: netCents,
  ...over,
})

test('what comes to nothing on every account takes no number, also where its lines do not', () => {
  const entries = purchaseJournal(
    [
      row('FAC-2026-000001', '1000'),
      row('FAC-2026-000002', '500', { costCentre: 'DSI', grossCents: '0' }),
      row('FAC-2026-000002', '-500', { grossCents: '0' }),
      row('FAC-2026-000003', '700'),
    ],
    [],
    'Andromède Cloud SAS',
  )
  expect([...new Set(entries.map(({ piece, number }) => `${number} ${piece}`))]).toEqual([
    '1 FAC-2026-000001',
    '2 FAC-2026-000003',
  ])
})

test('cost centres that cancel out on two accounts are an entry', () => {
  const entries = purchaseJournal(
    [
      row('FAC-2026-000002', '500', { costCentre: 'DSI', grossCents: '0' }),
      row('FAC-2026-000002', '-500', { grossCents: '0' }),
    ],
    [{ costCentre: 'DSI', account: '611000' }],
    'Andromède Cloud SAS',
  )
  expect(entries.map(({ account, debitCents, creditCents }) => [account, debitCents, creditCents])).toEqual([
    ['611000', 500n, 0n],
    ['613500', 0n, 500n],
  ])
})
