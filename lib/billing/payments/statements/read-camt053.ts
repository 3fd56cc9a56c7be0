import {
  childrenOf,
  elementAt,
  parseXml,
  type TakeElement,
  textAt,
  type XmlElement,
  XmlRefusal,
} from './parse-xml'
import { asDay, type BankStatement, identify, requireBalance, StatementRefusal } from './statement'

type Movement = Parameters<typeof identify>[0][number]

/**
 * The statements of a camt.053 (versions 02 to 13), in order, with booked entries only. An entry that details its
 * transactions becomes as many movements when they add up to its amount. Pure.
 *
 * @throws StatementRefusal with the reason, the line and the field
 */
export function readCamt053(text: string): BankStatement[] {
  const entries = new Map<XmlElement, Entries>()
  const root = readRoot(text, entries)
  if (/^urn:iso:std:iso:20022:tech:xsd:camt\.052\./.test(root.namespace))
    throw new StatementRefusal('statement_intraday', root.line, root.namespace)
  if (
    root.name !== 'Document' ||
    !/^urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.\d{2}$/.test(root.namespace)
  )
    throw new StatementRefusal('statement_format', root.line, root.namespace || root.name)
  const statements = childrenOf(elementAt(root, 'BkToCstmrStmt'), 'Stmt')
  if (statements.length === 0) throw new StatementRefusal('statement_empty', root.line, 'Stmt')
  return statements.map((statement) => readStatement(statement, entries.get(statement)))
}

/** The movements of one statement, up to the first rejected entry. */
type Entries = { movements: Movement[]; refusal: StatementRefusal | null }

/** The document without its entries: a large file has tens of thousands, and each is read as soon as it ends. */
function readRoot(text: string, entries: Map<XmlElement, Entries>): XmlElement {
  const take: TakeElement = (element, [, messages, statement, ...rest]) => {
    if (element.name !== 'Ntry' || messages?.name !== 'BkToCstmrStmt') return false
    if (statement?.name !== 'Stmt' || rest.length > 0) return false
    const known = entries.get(statement) ?? { movements: [], refusal: null }
    entries.set(statement, known)
    if (known.refusal) return true
    try {
      known.movements.push(...readEntry(element))
    } catch (error) {
      if (!(error instanceof StatementRefusal)) throw error
      known.refusal = error
    }
    return true
  }
  try {
    return parseXml(text, take)
  } catch (error) {
    if (error instanceof XmlRefusal) throw new StatementRefusal(error.reason, error.line)
    throw error
  }
}

function readStatement(statement: XmlElement, entries: Entries | undefined): BankStatement {
  const opening = readBalance(statement, ['OPBD', 'PRCD'])
  const closing = readBalance(statement, ['CLBD'])
  if (entries?.refusal) throw entries.refusal
  const movements = entries?.movements ?? []
  const days = movements.map(({ bookedOn }) => bookedOn).sort()
  return requireBalance(
    {
      format: 'camt.053',
      identification: required(statement, 'Id'),
      iban: required(statement, 'Acct/Id/IBAN').replace(/\s/g, ''),
      from: [opening.on, days[0] ?? opening.on].sort()[0] ?? opening.on,
      to: closing.on,
      openingCents: opening.cents,
      closingCents: closing.cents,
      movements: identify(movements),
    },
    statement.line,
  )
}

function readBalance(statement: XmlElement, codes: readonly string[]): { cents: bigint; on: string } {
  for (const code of codes) {
    const balance = childrenOf(statement, 'Bal').find((each) => textAt(each, 'Tp/CdOrPrtry/Cd') === code)
    if (balance) return { cents: signed(balance, readAmount(balance, 'Amt')), on: readDay(balance, 'Dt') }
  }
  throw new StatementRefusal('statement_field', statement.line, `Bal ${codes[0]}`)
}

function readEntry(entry: XmlElement): Movement[] {
  const state = textAt(entry, 'Sts/Cd') ?? textAt(entry, 'Sts')
  // A pending or informational entry is repeated once it is booked, and is in no balance.
  if (state !== undefined && state !== 'BOOK') return []
  const total = readAmount(entry, 'Amt')
  if (total === 0n) return []
  const bookedOn = readDay(entry, 'BookgDt')
  const valuedOn = elementAt(entry, 'ValDt') ? readDay(entry, 'ValDt') : bookedOn
  const reference = referenceOf(textAt(entry, 'AcctSvcrRef'))
  const details = childrenOf(entry, 'NtryDtls')
  const transactions = details.flatMap((each) => childrenOf(each, 'TxDtls'))
  const batchId = details.map((each) => textAt(each, 'Btch/PmtInfId')).find(Boolean)
  const amounts = transactions.map((each) => amountOfTransaction(each))
  const sum = amounts.reduce<bigint>((all, each) => all + (each ?? 0n), 0n)
  const isSplit =
    transactions.length > 1 && !amounts.includes(undefined) && !amounts.includes(0n) && sum === total
  const common = { bookedOn, valuedOn }
  const whole = transactions.length === 1 ? transactions[0] : undefined
  if (!isSplit)
    return [
      {
        ...common,
        cents: signed(entry, total),
        ...described(entry, whole),
        ...optional('batchId', batchId ?? textAt(whole, 'Refs/PmtInfId')),
        ...optional('bankReference', reference ?? referenceOf(textAt(whole, 'Refs/AcctSvcrRef'))),
        line: entry.line,
      },
    ]
  return transactions.map((transaction, index) => ({
    ...common,
    cents: signed(entry, amounts[index] ?? 0n),
    ...described(entry, transaction),
    ...optional('batchId', textAt(transaction, 'Refs/PmtInfId') ?? batchId),
    ...optional(
      'bankReference',
      referenceOf(textAt(transaction, 'Refs/AcctSvcrRef')) ?? (reference && `${reference}/${index + 1}`),
    ),
    line: transaction.line,
  }))
}

/** Banks write NONREF when they have no reference. */
const referenceOf = (text: string | undefined) => (text === 'NONREF' ? undefined : text)

/** In euros; an amount ordered in another currency does not match the account's. */
function amountOfTransaction(transaction: XmlElement): bigint | undefined {
  for (const path of ['Amt', 'AmtDtls/TxAmt/Amt'])
    if (elementAt(transaction, path)?.attributes.get('Ccy') === 'EUR') return readAmount(transaction, path)
  return undefined
}

function described(entry: XmlElement, transaction: XmlElement | undefined) {
  const isCredit = textAt(entry, 'CdtDbtInd') === 'CRDT'
  const isReturn = elementAt(transaction, 'RtrInf') !== undefined
  // In the return of our own debit, the debited customer stays the debtor.
  const party = isCredit || isReturn ? 'Dbtr' : 'Cdtr'
  const parties = elementAt(transaction, 'RltdPties')
  const endToEndId = textAt(transaction, 'Refs/EndToEndId')
  const remittance = elementAt(transaction, 'RmtInf')
  const words = [
    ...childrenOf(remittance, 'Ustrd').map((each) => each.text.trim()),
    textAt(transaction, 'AddtlTxInf'),
    textAt(entry, 'AddtlNtryInf'),
  ]
  const reference = childrenOf(remittance, 'Strd')
    .map((each) => textAt(each, 'CdtrRefInf/Ref'))
    .find(Boolean)
  return {
    text: words.filter(Boolean).join(' ').slice(0, 1_000),
    ...optional('counterpartyName', textAt(parties, `${party}/Nm`) ?? textAt(parties, `${party}/Pty/Nm`)),
    ...optional('counterpartyIban', textAt(parties, `${party}Acct/Id/IBAN`)),
    ...optional('endToEndId', endToEndId === 'NOTPROVIDED' ? undefined : endToEndId),
    ...optional('creditorReference', reference?.replace(/\s/g, '').toUpperCase()),
    ...optional('returnReason', textAt(transaction, 'RtrInf/Rsn/Cd')),
  }
}

function required(element: XmlElement, path: string): string {
  const value = textAt(element, path)
  if (!value) throw new StatementRefusal('statement_field', element.line, path)
  return value
}

function readAmount(element: XmlElement, path: string): bigint {
  const amount = elementAt(element, path)
  if (!amount) throw new StatementRefusal('statement_field', element.line, path)
  const currency = amount.attributes.get('Ccy')
  if (currency !== 'EUR') throw new StatementRefusal('statement_currency', amount.line, currency ?? '')
  const match = /^(\d{1,16})(?:\.(\d{0,2})0*)?$/.exec(amount.text.trim())
  if (!match) throw new StatementRefusal('statement_amount', amount.line, amount.text.trim().slice(0, 40))
  return BigInt(match[1] ?? 0) * 100n + BigInt((match[2] ?? '').padEnd(2, '0'))
}

function signed(element: XmlElement, cents: bigint): bigint {
  const side = required(element, 'CdtDbtInd')
  if (side !== 'CRDT' && side !== 'DBIT')
    throw new StatementRefusal('statement_field', element.line, 'CdtDbtInd')
  return side === 'CRDT' ? cents : -cents
}

/** The day as written; a time of day does not move it. */
function readDay(element: XmlElement, path: string): string {
  const date = elementAt(element, path)
  const text = textAt(date, 'Dt') ?? textAt(date, 'DtTm')?.slice(0, 10)
  const day = text ? asDay(text) : null
  if (!day) throw new StatementRefusal('statement_date', date?.line ?? element.line, text ?? path)
  return day
}

function optional<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return (value ? { [key]: value } : {}) as { [P in K]?: string }
}
