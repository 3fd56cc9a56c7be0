/** A bank statement, independent of its format. Days are of Europe/Paris, cents are euros. */
export type BankStatement = {
  format: 'camt.053' | 'cfonb120'
  /** The bank's name of the statement, unique per account. */
  identification: string
  /** The account; only statements of our own accounts are accepted. */
  iban: string
  from: string
  to: string
  openingCents: bigint
  closingCents: bigint
  movements: StatementMovement[]
}

export type StatementMovement = {
  /** Unique per account, and the same in overlapping statements. */
  identity: string
  bookedOn: string
  valuedOn: string
  /** Positive: incoming; negative: outgoing. Never zero. */
  cents: bigint
  /** The payer's text and the bank's additions. */
  text: string
  counterpartyName?: string
  counterpartyIban?: string
  /** As transmitted from our own orders, or from the payer's. */
  endToEndId?: string
  /** The structured reference, when the payer's bank transmitted it. */
  creditorReference?: string
  /** Our debit group that this movement sums up. */
  batchId?: string
  /** ISO 20022 reason of a returned debit. */
  returnReason?: string
  /** Line in the file. */
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

/** A statement that cannot be read, with the reason, line and field. */
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

/** The calendar day, or null for an invalid one such as `2026-02-30`. */
export function asDay(text: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < '2000') return null
  const [month, day] = [Number(text.slice(5, 7)), Number(text.slice(8))]
  const date = new Date(Date.UTC(Number(text.slice(0, 4)), month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? text : null
}

/**
 * Gives each movement its identity: the bank's reference, or else its known facts. Identical movements of one statement
 * are distinguished by their order, which is the same in every statement that contains them.
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

/**
 *
 *
 * @throws StatementRefusal unless opening balance plus movements equals closing balance
 */
export function requireBalance(statement: BankStatement, line: number): BankStatement {
  const sum = statement.movements.reduce((total, { cents }) => total + cents, statement.openingCents)
  if (sum !== statement.closingCents)
    throw new StatementRefusal('statement_balance', line, `${sum - statement.closingCents}`)
  return statement
}
