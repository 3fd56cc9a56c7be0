import type { FecEntry } from './fec'
import type { BuyerOfBooks, PurchaseAccount, PurchaseRow } from './queries/ledger-rows'

/** Default accounts of a buyer's purchases: rentals, deductible VAT, suppliers. */
export const purchaseDefaults = { charges: '613500', vat: '445660', supplier: '401000' } as const
const names = {
  charges: 'Achats de services en nuage',
  vat: 'TVA déductible sur autres biens et services',
  supplier: 'Fournisseurs',
} as const
const supplierCode = 'ANDROMEDE'

/**
 * Whether the buyer deducts VAT: companies with a VAT number do; for public bodies and others VAT is part of the
 * expense. Pure.
 */
export const deductsVat = (buyer: BuyerOfBooks | null): boolean =>
  buyer?.kind === 'company' && buyer.vatNumber !== null

/**
 * The purchase journal (HA) of a buyer: per document, its expenses by cost centre and its VAT against the supplier.
 * Without VAT deduction the expenses include VAT. A credit note is booked with the sides swapped. Each entry sums to
 * zero. Pure.
 */
export function purchaseJournal(
  rows: readonly PurchaseRow[],
  accounts: readonly PurchaseAccount[],
  { sellerName, isVatTakenBack }: { sellerName: string; isVatTakenBack: boolean },
): FecEntry[] {
  const entries: FecEntry[] = []
  const numbers = [...new Set(rows.map(({ number }) => number))]
  for (const number of numbers) {
    const own = rows.filter((row) => row.number === number)
    const [first] = own
    // A document of zero makes no entry and takes no number.
    if (!first || first.entryNumber === null) continue
    const { entryNumber } = first
    const book = (account: string, accountName: string, cents: bigint, auxiliary?: string): void => {
      if (cents === 0n) return
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
    const vatCents = BigInt(first.vatCents)
    const charges = byAccount(own, accounts)
    for (const [account, cents] of isVatTakenBack ? charges : withVat(charges, vatCents))
      book(account, names.charges, sign * cents)
    if (isVatTakenBack) book(purchaseDefaults.vat, names.vat, sign * vatCents)
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

/**
 * Distributes the VAT over the accounts in proportion to their expenses, to the cent; when they cancel out, the first
 * account takes it all.
 */
function withVat(charges: Map<string, bigint>, vatCents: bigint): Map<string, bigint> {
  const netCents = [...charges.values()].reduce((sum, cents) => sum + cents, 0n)
  let [soFar, given] = [0n, 0n]
  return new Map(
    [...charges].map(([account, cents]) => {
      soFar += cents
      const due = netCents === 0n ? vatCents : (vatCents * soFar) / netCents
      const part = due - given
      given = due
      return [account, cents + part]
    }),
  )
}

/** The expense account of a cost centre. Pure. */
export function accountOf(costCentre: string | null, accounts: readonly PurchaseAccount[]): string {
  const found =
    accounts.find((each) => each.costCentre === costCentre) ??
    accounts.find((each) => each.costCentre === '*')
  return found?.account ?? purchaseDefaults.charges
}
