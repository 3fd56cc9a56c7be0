/**
 * Accounting entries in the import layouts of accounting packages (docs/operating/exports.md describes each import):
 *
 * - `entries_csv`: one line per entry with debit and credit side by side, for imports with selectable columns (Sage,
 *   Cegid, Quadra, Pennylane): semicolons, days as DD/MM/YYYY, decimal comma, UTF-8 with a byte order mark.
 * - `entries_ebp`: the text of EBP: number, day as DDMMYYYY, journal, account, empty field, label, reference (its end,
 *   when it is too long), amount, D or C, due day, currency; commas, decimal point, Windows-1252, no header.
 */
import { csvLine } from '~/lib/kernel/text/csv'
import { decimal } from '../einvoice/decimals'
import type { FecEntry } from './fec'

export type EntryLayout = 'entries_csv' | 'entries_ebp'

const columns = [
  'journal',
  'date',
  'compte',
  'libelle_compte',
  'auxiliaire',
  'piece',
  'libelle',
  'debit',
  'credit',
  'numero',
] as const

/** The start of the file. Pure. */
export function entriesHead(layout: EntryLayout): Buffer {
  return Buffer.from(layout === 'entries_csv' ? `\ufeff${columns.join(';')}\r\n` : '', 'utf8')
}

/** The lines of these entries, in their order. Pure. */
export function entriesText(layout: EntryLayout, entries: readonly FecEntry[]): Buffer {
  return layout === 'entries_csv'
    ? Buffer.from(entries.map(columnLine).join(''), 'utf8')
    : windows1252(entries.map(ebpLine).join(''))
}

function columnLine(entry: FecEntry): string {
  const fields = [
    entry.journalCode,
    entry.day.split('-').reverse().join('/'),
    entry.account,
    entry.accountName,
    entry.auxiliary ?? '',
    entry.piece,
    entry.label,
    amount(entry.debitCents).replace('.', ','),
    amount(entry.creditCents).replace('.', ','),
    `${entry.number}`,
  ]
  return csvLine(fields)
}

function ebpLine(entry: FecEntry): string {
  const isDebit = entry.debitCents > 0n
  const day = entry.day.split('-').reverse().join('')
  const fields = [
    `${entry.number}`,
    day,
    entry.journalCode,
    // EBP keeps customers and suppliers as separate accounts.
    entry.auxiliary ? `${entry.account.slice(0, 3)}${entry.auxiliary}`.slice(0, 15) : entry.account,
    '',
    `"${ansi(entry.label).slice(0, 40)}"`,
    `"${ansi(entry.piece).slice(-15)}"`,
    amount(isDebit ? entry.debitCents : entry.creditCents),
    isDebit ? 'D' : 'C',
    day,
    'EUR',
  ]
  return `${fields.join(',')}\r\n`
}

/** Keeps characters of Windows-1252 that do not end a field. */
function ansi(text: string): string {
  return text
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u00a0\u202f]/g, ' ')
    .replace(/["\r\n]/g, ' ')
    .replace(/[^\x20-\x7e\u00a0-\u00ff]/g, (sign) => (windows1252High.includes(sign) ? sign : '?'))
}

/** Windows-1252 from 0x80 on, in order; five positions are unassigned. */
const windows1252High = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

function windows1252(text: string): Buffer {
  return Buffer.from(
    text.replace(/[\u0100-\uffff]/g, (sign) => String.fromCharCode(0x80 + windows1252High.indexOf(sign))),
    'latin1',
  )
}

const amount = (cents: bigint) => decimal(cents, 2)
