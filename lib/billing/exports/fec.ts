import { parisDay } from '~/lib/kernel/time/paris-day'
import { lastDayOf as lastDayOfMonth, monthOf } from '~/lib/kernel/time/paris-month'
import { decimal } from '../einvoice/decimals'

/** One row of a *fichier des écritures comptables*. Days are `YYYY-MM-DD`, amounts non-negative integer cents. */
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

/** One line of the file: tab-separated, decimal comma, separators inside fields removed. Pure. */
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

/** An accounting year equals the calendar year. */
export const isYear = (period: string): boolean => /^\d{4}$/.test(period)

/** The coverage of a FEC: a year or month, up to `lastDay`; provisional while entries may still be added. */
export type FecCoverage = { period: string; lastDay: string; provisionalAt: Date | null }

/**
 * The official name, `732829320FEC20261231.txt` (SIREN, closing day of the year: A. 47 A-1, X of the LPF), is only for
 * a whole year with complete books. The name of an extract includes its month,
 * `732829320FEC-extrait-202610-20261031.txt`, because the last entries of two extracts can have the same day. A
 * provisional file has its creation day instead: `732829320FEC-provisoire-20261130.txt`. Pure.
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

/** The coverage of a month or year at `now`. Pure. */
export function coverageOf(period: string, now: Date): FecCoverage {
  return { period, lastDay: lastDayOf(period), provisionalAt: now < completeAt(period) ? now : null }
}

/**
 * When a file becomes final. A month holds the entries validated in it and is complete at its end. A year holds the
 * entries dated in it, and statements of its last days are imported later: its books are complete after 31 March. Pure.
 */
function completeAt(period: string): Date {
  return monthOf(isYear(period) ? `${Number(period) + 1}-03` : period).to
}

/** The last day of a month (`2026-10`) or year (`2026`). */
export const lastDayOf = (period: string): string =>
  isYear(period) ? `${period}-12-31` : lastDayOfMonth(period)

const compact = (day: string) => day.replaceAll('-', '')
const amount = (cents: bigint) => decimal(cents, 2).replace('.', ',')
const plain = (text: string) => text.replace(/[\t|\r\n]+/g, ' ').trim()
