import type { PurchaseAccount, PurchaseRow } from '~/db/queries/billing/exports/ledger-rows'
import type { FecEntry } from './fec'

/** Where a buyer books what it buys here, unless it says otherwise: rented things, deductible VAT, suppliers. */
export const purchaseDefaults = { charges: '613500', vat: '445660', supplier: '401000' } as const
const names = {
  charges: 'Achats de services en nuage',
  vat: 'TVA déductible sur autres biens et services',
  supplier: 'Fournisseurs',
} as const
const supplierCode = 'ANDROMEDE'

/**
 * The purchase journal (HA) of a buyer: for each document its charges by cost centre and its VAT against the supplier.
 * A credit note is booked the other way round. Each entry sums to zero. Pure.
 */
export function purchaseJournal(
  rows: readonly PurchaseRow[],
  accounts: readonly PurchaseAccount[],
  sellerName: string,
): FecEntry[] {
  const entries: FecEntry[] = []
  const numbers = [...new Set(rows.map(({ number }) => number))]
  let last = 0
  for (const number of numbers) {
    const own = rows.filter((row) => row.number === number)
    const [first] = own
    if (!first) continue
    const entryNumber = last + 1
    const book = (account: string, accountName: string, cents: bigint, auxiliary?: string): void => {
      // What comes to nothing on every account is no entry, and takes no number.
      if (cents === 0n) return
      last = entryNumber
      const isDebit = cents > 0n
      entries.push({
        journalCode: 'HA',
        journalName: 'Achats',
        number: entryNumber,
        day: first.issuedOn,
        account,
        accountName,
        ...(auxiliary ? { auxiliary, auxiliaryName: sellerName } : {}),
        piece: number,
        pieceDay: first.issuedOn,
        label: `${sellerName} ${number}`,
        debitCents: isDebit ? cents : 0n,
        creditCents: isDebit ? 0n : -cents,
        validatedOn: first.issuedOn,
      })
    }
    const sign = first.kind === 'credit_note' ? -1n : 1n
    for (const [account, cents] of byAccount(own, accounts)) book(account, names.charges, sign * cents)
    book(purchaseDefaults.vat, names.vat, sign * BigInt(first.vatCents))
    book(purchaseDefaults.supplier, names.supplier, -sign * BigInt(first.grossCents), supplierCode)
  }
  return entries
}

function byAccount(rows: readonly PurchaseRow[], accounts: readonly PurchaseAccount[]): Map<string, bigint> {
  const sums = new Map<string, bigint>()
  for (const { costCentre, netCents } of rows) {
    const account = accountOf(costCentre, accounts)
    sums.set(account, (sums.get(account) ?? 0n) + BigInt(netCents))
  }
  return sums
}

/** The account of charges that a cost centre goes to. Pure. */
export function accountOf(costCentre: string | null, accounts: readonly PurchaseAccount[]): string {
  const found =
    accounts.find((each) => each.costCentre === costCentre) ??
    accounts.find((each) => each.costCentre === '*')
  return found?.account ?? purchaseDefaults.charges
}
