import { decimal } from '../einvoice/decimals'
import { lastDayOf as lastDayOfMonth } from '../usage/period'

/** One row of a *fichier des écritures comptables*. Days are `YYYY-MM-DD`, amounts integer cents, not negative. */
export type FecEntry = {
  journalCode: string
  journalName: string
  number: number
  day: string
  account: string
  accountName: string
  auxiliary?: string
  auxiliaryName?: string
  piece: string
  pieceDay: string
  label: string
  debitCents: bigint
  creditCents: bigint
  validatedOn: string
}

/** The 18 columns of article A47 A-1 of the LPF, in its order and spelling. */
export const fecColumns = [
  'JournalCode',
  'JournalLib',
  'EcritureNum',
  'EcritureDate',
  'CompteNum',
  'CompteLib',
  'CompAuxNum',
  'CompAuxLib',
  'PieceRef',
  'PieceDate',
  'EcritureLib',
  'Debit',
  'Credit',
  'EcritureLet',
  'DateLet',
  'ValidDate',
  'Montantdevise',
  'Idevise',
] as const

export const fecHead = `${fecColumns.join('\t')}\r\n`

/** One line of the file: tabs between fields, commas in amounts, nothing that would be read as a separator. Pure. */
export function fecLine(entry: FecEntry): string {
  const fields = [
    entry.journalCode,
    entry.journalName,
    `${entry.number}`,
    compact(entry.day),
    entry.account,
    entry.accountName,
    entry.auxiliary ?? '',
    entry.auxiliaryName ?? '',
    entry.piece,
    compact(entry.pieceDay),
    entry.label,
    amount(entry.debitCents),
    amount(entry.creditCents),
    '',
    '',
    compact(entry.validatedOn),
    '',
    '',
  ]
  return `${fields.map(plain).join('\t')}\r\n`
}

/** An accounting year, which is that of the calendar. */
export const isYear = (period: string): boolean => /^\d{4}$/.test(period)

/** `732829320FEC20261031.txt`: the SIREN and the last day of the last month that the file holds. */
export function fecFileName(siren: string, lastDay: string): string {
  return `${siren}FEC${compact(lastDay)}.txt`
}

/** The last day of a month `2026-10`, or of a year `2026`. */
export const lastDayOf = (period: string): string =>
  isYear(period) ? `${period}-12-31` : lastDayOfMonth(period)

const compact = (day: string) => day.replaceAll('-', '')
const amount = (cents: bigint) => decimal(cents, 2).replace('.', ',')
const plain = (text: string) => text.replace(/[\t|\r\n]+/g, ' ').trim()
