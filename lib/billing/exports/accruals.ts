import { vatCents as vatOn } from '~/lib/kernel/money'
import type { FecEntry } from './fec'
import { accountOf } from './purchase-journal'
import type { PurchaseAccount } from './queries/ledger-rows'

/** What was used and had not been invoiced at a day, of one cost centre at one rate; `invoice` where it was since. */
export type AccruedRow = {
  invoice: string | null
  costCentre: string | null
  vatRateBasisPoints: number
  netCents: bigint
}

/** The same with its VAT, rounded once, and the account of charges that it goes to. */
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

/** Rows of one invoice, cost centre and account together; what comes to nothing is left out. Pure. */
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
 * The entry of the last day (OD: charges and VAT against 408), and the day after the same the other way round. Where VAT is
 * not taken back, what is attached to the year is the amount with VAT. Each entry sums to zero. Pure.
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
  const what = of.isPublicBody ? 'Charges à rattacher' : 'Factures non parvenues'
  return [...entry(1, of.lastDay, 1n, what), ...entry(2, of.dayAfter, -1n, `Contre-passation ${what}`)]
}
