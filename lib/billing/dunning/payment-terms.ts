/** Debtors by statutory payment term. Browser-safe. */
export type DebtorKind =
  /** C. com. L441-10: 30 days unless agreed otherwise. */
  | 'company'
  /** CCP R2192-10: the State, local authorities and their establishments. */
  | 'public_body'
  /** CCP R2192-11: public hospitals, and the health service of the armies. */
  | 'public_hospital'
  /** CCP R2192-11: industrial and commercial establishments, public companies. */
  | 'public_company'

export type Debtor = { kind: 'company' | 'public_body' | 'eu_company'; legalFormCode: string | null }

/** INSEE categories of public hospitals and their cooperation bodies. */
const hospitals = ['7364', '7365', '7366']

/** The debtor kind under the law, from the organisation's kind and legal form. Pure. */
export function debtorKind({ kind, legalFormCode }: Debtor): DebtorKind {
  const code = legalFormCode ?? ''
  if (hospitals.includes(code)) return 'public_hospital'
  // Category 41: establishments that trade, such as a city's network operator.
  if (code.startsWith('41')) return 'public_company'
  return kind === 'public_body' ? 'public_body' : 'company'
}

/** Statutory days from the invoice date to the due date, at most. */
export const paymentDaysByLaw: Readonly<Record<DebtorKind, number>> = {
  company: 30,
  public_body: 30,
  public_hospital: 50,
  public_company: 60,
}

/** Points above the European Central Bank's rate, in basis points (C. com. L441-10, CCP R2192-31). */
export const interestMargin: Readonly<Record<DebtorKind, number>> = {
  company: 1_000,
  public_body: 800,
  public_hospital: 800,
  public_company: 800,
}

/** Fixed compensation for recovery costs, per invoice paid late (C. com. D441-5, CCP D2192-35). */
export const recoveryFeeCents = 4_000n
