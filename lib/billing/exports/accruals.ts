import { vatCents as vatOn } from '~/lib/kernel/money'
import type { FecEntry } from './fec'
import { accountOf } from './purchase-journal'
import type { PurchaseAccount } from './queries/ledger-rows'

/** Usage not invoiced on a day, for one cost centre and rate; `invoice` when it was invoiced later. */
export type AccruedRow = {
  invoice: string | null
  costCentre: string | null
  vatRateBasisPoints: number
  netCents: bigint
}

/** An accrued row with its VAT, rounded once, and its expense account. */
export type Accrual = Omit<AccruedRow, 'vatRateBasisPoints'> & {
  account: string
  vatCents: bigint
}

const names = {
  charges: 'Achats de services en nuage',
  vat: 'TVA sur factures non parvenues',
  supplier: 'Fournisseurs, factures non parvenues',
} as const
const accounts = { vat: '445860', supplier: '408100' } as const

/** Sums rows by invoice, cost centre and account; zero sums are left out. Pure. */
export function accruals(rows: readonly AccruedRow[], mapping: readonly PurchaseAccount[]): Accrual[] {
  const sums = new Map<string, Accrual>()
  for (const { invoice, costCentre, vatRateBasisPoints, netCents } of rows) {
    const account = accountOf(costCentre, mapping)
    const key = `${invoice ?? ''} ${costCentre ?? ''}`
    const sum = sums.get(key) ?? { invoice, costCentre, account, netCents: 0n, vatCents: 0n }
    sum.netCents += netCents
    sum.vatCents += vatOn(netCents, vatRateBasisPoints)
    sums.set(key, sum)
  }
  return [...sums.values()].filter(({ netCents, vatCents }) => netCents !== 0n || vatCents !== 0n)
}

/**
 * The entry of the last day (OD: expenses and VAT against 408) and its reversal on the next day. Without VAT deduction
 * the accrued expense includes VAT. Each entry sums to zero. Pure.
 */
export function accrualEntries(
  rows: readonly Accrual[],
  of: {
    lastDay: string
    dayAfter: string
    isPublicBody: boolean
    isVatTakenBack: boolean
    sellerName: string
  },
): FecEntry[] {
  const netCents = rows.reduce((sum, row) => sum + row.netCents, 0n)
  const vatCents = rows.reduce((sum, row) => sum + row.vatCents, 0n)
  if (netCents === 0n && vatCents === 0n) return []
  const byAccount = new Map<string, bigint>()
  for (const row of rows) {
    const cents = of.isVatTakenBack ? row.netCents : row.netCents + row.vatCents
    byAccount.set(row.account, (byAccount.get(row.account) ?? 0n) + cents)
  }
  const booked = [
    ...[...byAccount].map(([account, cents]) => ({ account, name: names.charges, cents })),
    ...(of.isVatTakenBack ? [{ account: accounts.vat, name: names.vat, cents: vatCents }] : []),
    { account: accounts.supplier, name: names.supplier, cents: -(netCents + vatCents) },
  ].filter(({ cents }) => cents !== 0n)
  const entry = (number: number, day: string, sign: 1n | -1n, what: string): FecEntry[] =>
    booked.map(({ account, name, cents }) => {
      const signed = sign * cents
      return {
        journalCode: 'OD',
        journalName: 'Opérations diverses',
        number,
        day,
        account,
        accountName: name,
        piece: `FNP-${of.lastDay}`,
        pieceDay: of.lastDay,
        label: `${what} ${of.sellerName}`,
        debitCents: signed > 0n ? signed : 0n,
        creditCents: signed > 0n ? 0n : -signed,
        validatedOn: day,
      }
    })
  const label = of.isPublicBody ? 'Charges à rattacher' : 'Factures non parvenues'
  return [...entry(1, of.lastDay, 1n, label), ...entry(2, of.dayAfter, -1n, `Contre-passation ${label}`)]
}
