import { frenchIban } from '../iban'
import { asDay, type BankStatement, identify, requireBalance, StatementRefusal } from './statement'

type Movement = Parameters<typeof identify>[0][number]
type Line = { text: string; line: number }
type Open = { start: Line; iban: string; openingCents: bigint; from: string; movements: Movement[] }

const length = 120

/**
 * The statements of a CFONB 120 file (records 01, 04, 05 and 07), in order; records may or may not end with line ends.
 * Pure.
 *
 * @throws StatementRefusal with the reason, the line (the record number in a file without lines) and the field
 */
export function readCfonb120(text: string): BankStatement[] {
  const statements: BankStatement[] = []
  let open: Open | null = null
  for (const record of recordsOf(text)) {
    const kind = record.text.slice(0, 2)
    const isAtItsPlace = kind === '01' ? open === null : open !== null
    if (!isAtItsPlace || !['01', '04', '05', '07'].includes(kind))
      throw new StatementRefusal('statement_record', record.line, kind)
    const iban = readAccount(record)
    if (open && open.iban !== iban) throw new StatementRefusal('statement_account', record.line)
    if (kind === '01')
      open = {
        start: record,
        iban,
        openingCents: readAmount(record),
        from: readDay(record, 34),
        movements: [],
      }
    else if (kind === '04') open?.movements.push(readMovement(record))
    else if (kind === '05') addDetail(open?.movements.at(-1), record)
    else if (open) {
      statements.push(close(open, record))
      open = null
    }
  }
  if (open) throw new StatementRefusal('statement_record', open.start.line, '07')
  if (statements.length === 0) throw new StatementRefusal('statement_empty', 1)
  return statements
}

function recordsOf(text: string): Line[] {
  const body = text.replace(/^\ufeff/, '')
  const lines = /[\r\n]/.test(body.trimEnd())
    ? body.split(/\r\n|\n|\r/)
    : (body.trimEnd().match(/.{1,120}/gs) ?? [])
  return lines.flatMap((each, index) => {
    if (each.trim() === '') return []
    // Some banks strip trailing spaces.
    const padded = each.padEnd(length)
    if (padded.length !== length && padded.trimEnd().length > length)
      throw new StatementRefusal('statement_record', index + 1, String(each.length))
    return [{ text: padded.slice(0, length), line: index + 1 }]
  })
}

function readAccount({ text, line }: Line): string {
  const [bank, branch, account] = [text.slice(2, 7), text.slice(11, 16), text.slice(21, 32)]
  if (text.slice(16, 19) !== 'EUR') throw new StatementRefusal('statement_currency', line, text.slice(16, 19))
  if (!/^\d{5}$/.test(bank) || !/^\d{5}$/.test(branch) || !/^[0-9A-Z]{11}$/.test(account))
    throw new StatementRefusal('statement_account', line)
  return frenchIban(bank, branch, account)
}

/** The last character encodes sign and digit: `{` and A–I for 0–9 in credit, `}` and J–R in debit. */
function readAmount({ text, line }: Line): bigint {
  const written = text.slice(90, 104)
  const digits = written.slice(0, 13).trim()
  const last = '{ABCDEFGHI}JKLMNOPQR'.indexOf(written[13] ?? ' ')
  const decimals = Number(text[19])
  if (!/^\d+$/.test(digits) || last < 0) throw new StatementRefusal('statement_amount', line, written.trim())
  if (decimals !== 2) throw new StatementRefusal('statement_amount', line, text[19] ?? '')
  const cents = BigInt(digits) * 10n + BigInt(last % 10)
  return last < 10 ? cents : -cents
}

/** DDMMYY. */
function readDay({ text, line }: Line, at: number): string {
  const [, day, month, year] = /^(\d{2})(\d{2})(\d{2})$/.exec(text.slice(at, at + 6)) ?? []
  const found = day ? asDay(`20${year}-${month}-${day}`) : null
  if (!found) throw new StatementRefusal('statement_date', line, text.slice(at, at + 6).trim())
  return found
}

function readMovement(record: Line): Movement {
  const { text, line } = record
  const cents = readAmount(record)
  if (cents === 0n) throw new StatementRefusal('statement_amount', line, '0')
  const number = text.slice(81, 88).trim()
  const reference = text.slice(104, 120).trim()
  const bookedOn = readDay(record, 34)
  const reason = text.slice(40, 42).trim()
  return {
    bookedOn,
    valuedOn: text.slice(42, 48).trim() ? readDay(record, 42) : bookedOn,
    cents,
    text: [text.slice(48, 79).trim(), reference].filter(Boolean).join(' '),
    ...(/[1-9]/.test(number) ? { bankReference: `${bookedOn}/${number}/${text.slice(32, 34)}` } : {}),
    ...(reason ? { returnReason: reason } : {}),
    line,
  }
}

/** A complement adds details to the movement above it: party, reference or text. */
function addDetail(movement: Movement | undefined, { text, line }: Line): void {
  if (!movement) throw new StatementRefusal('statement_record', line, '05')
  const qualifier = text.slice(45, 48)
  const said = text.slice(48, 118).trim()
  if (said === '') return
  if (qualifier === 'NPY' && movement.cents > 0n) movement.counterpartyName = said
  else if (qualifier === 'NBE' && movement.cents < 0n) movement.counterpartyName = said
  else if (qualifier === 'RCN' || qualifier === 'REF') {
    const endToEndId = said.slice(0, 35).trim()
    if (endToEndId && endToEndId !== 'NOTPROVIDED') movement.endToEndId = endToEndId
    movement.text = `${movement.text} ${said}`
  } else movement.text = `${movement.text} ${said}`
}

function close(open: Open, record: Line): BankStatement {
  const to = readDay(record, 34)
  return requireBalance(
    {
      format: 'cfonb120',
      // The format has no statement name: account and days identify it.
      identification: `${open.from}/${to}`,
      iban: open.iban,
      from: open.from,
      to,
      openingCents: open.openingCents,
      closingCents: readAmount(record),
      movements: identify(open.movements),
    },
    record.line,
  )
}
