import { parisDay } from '~/lib/kernel/time/paris-day'
import { lastDayOf as lastDayOfMonth, monthOf } from '~/lib/kernel/time/paris-month'
import { decimal } from '../einvoice/decimals'

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

/** What a FEC covers: a year or a month, up to `lastDay`. It is provisional while entries of it may still be added. */
export type FecCoverage = { period: string; lastDay: string; provisionalAt: Date | null }

/**
 * The official name, `732829320FEC20261231.txt` (SIREN, closing day of the year: A. 47 A-1, X of the LPF), is that of a whole
 * year with complete books. An extract is named after its month, too, `732829320FEC-extrait-202610-20261031.txt`: the last
 * entries of two extracts may fall on one day. A provisional file has the day on which it was made in place of the last:
 * `732829320FEC-provisoire-20261130.txt`. Pure.
 */
export function fecFileName(siren: string, { period, lastDay, provisionalAt }: FecCoverage): string {
  const marks = [
    ...(isYear(period) ? [] : ['extrait']),
    ...(provisionalAt ? ['provisoire'] : []),
    ...(isYear(period) ? [] : [compact(period)]),
  ]
  const day = compact(provisionalAt ? parisDay(provisionalAt) : lastDay)
  return `${siren}FEC${marks.map((mark) => `-${mark}`).join('')}${marks.length > 0 ? '-' : ''}${day}.txt`
}

/** What a month or year covers at `now`. Pure. */
export function coverageOf(period: string, now: Date): FecCoverage {
  return { period, lastDay: lastDayOf(period), provisionalAt: now < completeAt(period) ? now : null }
}

/**
 * From then on a file is final. A month holds what was validated in it, and is complete once it is over. A year holds the
 * entries dated in it, and statements of its last days are imported later: its books are complete after 31 March. Pure.
 */
function completeAt(period: string): Date {
  return monthOf(isYear(period) ? `${Number(period) + 1}-03` : period).to
}

/** The last day of a month `2026-10`, or of a year `2026`. */
export const lastDayOf = (period: string): string =>
  isYear(period) ? `${period}-12-31` : lastDayOfMonth(period)

const compact = (day: string) => day.replaceAll('-', '')
const amount = (cents: bigint) => decimal(cents, 2).replace('.', ',')
const plain = (text: string) => text.replace(/[\t|\r\n]+/g, ' ').trim()
