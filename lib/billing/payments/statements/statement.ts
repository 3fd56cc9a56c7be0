/** What a bank says happened on an account, whichever format it says it in. Days are of Europe/Paris, cents are euros. */
export type BankStatement = {
  format: 'camt.053' | 'cfonb120'
  /** What the bank calls it: the same name of the same account is the same statement. */
  identification: string
  /** Of the account; of ours alone a statement is taken. */
  iban: string
  from: string
  to: string
  openingCents: bigint
  closingCents: bigint
  movements: StatementMovement[]
}

export type StatementMovement = {
  /** What tells it from every other of the account, and is the same in a statement that overlaps this one. */
  identity: string
  bookedOn: string
  valuedOn: string
  /** Positive: came in; negative: went out. Never zero. */
  cents: bigint
  /** What the payer wrote, and what the bank adds. */
  text: string
  counterpartyName?: string
  counterpartyIban?: string
  /** As the bank hands it through from our own orders, or from the payer's. */
  endToEndId?: string
  /** The structured reference, when the payer's bank carried it as one. */
  creditorReference?: string
  /** Our order that this is the sum of. */
  batchId?: string
  /** A debit that came back: why, as a code of ISO 20022. */
  returnReason?: string
  /** Where it stands in the file. */
  line: number
}

export type StatementReason =
  | 'xml_doctype'
  | 'xml_entity'
  | 'xml_malformed'
  | 'xml_too_deep'
  | 'xml_too_large'
  | 'xml_encoding'
  | 'statement_format'
  | 'statement_intraday'
  | 'report_format'
  | 'statement_empty'
  | 'statement_field'
  | 'statement_amount'
  | 'statement_date'
  | 'statement_currency'
  | 'statement_balance'
  | 'statement_account'
  | 'statement_record'

/** A statement that is not taken: why, in which line, and which field of it. */
export class StatementRefusal extends Error {
  readonly reason: StatementReason
  readonly line: number
  readonly field: string

  constructor(reason: StatementReason, line: number, field = '') {
    super(`${reason} in line ${line}${field ? ` (${field})` : ''}`)
    this.reason = reason
    this.line = line
    this.field = field
  }
}

/** The same day of the calendar, or null: `2026-02-30` is none. */
export function asDay(text: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < '2000') return null
  const [month, day] = [Number(text.slice(5, 7)), Number(text.slice(8))]
  const date = new Date(Date.UTC(Number(text.slice(0, 4)), month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? text : null
}

/**
 * Gives each movement its identity: the bank's own reference, or what is known of it. Where several are alike in one
 * statement, they are told apart by their order, which is the same in every statement that holds them.
 */
export function identify(
  movements: readonly (Omit<StatementMovement, 'identity'> & { bankReference?: string })[],
): StatementMovement[] {
  const seen = new Map<string, number>()
  return movements.map(({ bankReference, ...movement }) => {
    const base = bankReference
      ? `ref|${bankReference}|${movement.cents}`
      : [
          'sum',
          movement.bookedOn,
          movement.valuedOn,
          movement.cents,
          movement.endToEndId ?? '',
          movement.counterpartyIban ?? '',
          movement.text.replace(/\s+/g, ' ').trim(),
          ...[movement.creditorReference, movement.batchId].filter(Boolean),
        ].join('|')
    const nth = (seen.get(base) ?? 0) + 1
    seen.set(base, nth)
    return { identity: `${base}|${nth}`, ...movement }
  })
}

/** @throws StatementRefusal unless what was there and what came and went make what is there now */
export function requireBalance(statement: BankStatement, line: number): BankStatement {
  const sum = statement.movements.reduce((total, { cents }) => total + cents, statement.openingCents)
  if (sum !== statement.closingCents)
    throw new StatementRefusal('statement_balance', line, `${sum - statement.closingCents}`)
  return statement
}
