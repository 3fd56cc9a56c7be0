import type { ExportFormat } from './kinds'

/** The formats that are text: a workbook and a ZIP are not. */
export type TextFormat = Exclude<ExportFormat, 'xlsx' | 'zip'>

type Dialect = {
  encoding: 'utf-8' | 'windows-1252'
  /** Between the fields of a table; null: lines are shown as they are. */
  separator: string | null
  /** A quoted field may hold separators and line ends. */
  isQuoted: boolean
  hasHead: boolean
}

const csv = { encoding: 'utf-8', isQuoted: true, hasHead: true } as const
export const dialects: Readonly<Record<TextFormat, Dialect>> = {
  csv_fr: { ...csv, separator: ';' },
  csv: { ...csv, separator: ',' },
  entries_csv: { ...csv, separator: ';' },
  txt: { encoding: 'utf-8', separator: '\t', isQuoted: false, hasHead: true },
  jsonl: { encoding: 'utf-8', separator: null, isQuoted: false, hasHead: false },
  entries_ebp: { encoding: 'windows-1252', separator: null, isQuoted: false, hasHead: false },
}

/** The whole records of a text that may end within one, each with its line end. Pure. */
export function splitRecords(text: string, { isQuoted }: Pick<Dialect, 'isQuoted'>): string[] {
  const records: string[] = []
  let start = 0
  let isInQuotes = false
  for (let at = 0; at < text.length; at += 1) {
    if (isQuoted && text[at] === '"') isInQuotes = !isInQuotes
    if (text[at] !== '\n' || isInQuotes) continue
    records.push(text.slice(start, at + 1))
    start = at + 1
  }
  return records
}

/** The fields of a record, without quotes. Pure. */
export function fieldsOf(record: string, { separator, isQuoted }: Dialect): string[] {
  const line = record.replace(/\r?\n$/, '')
  if (separator === null) return [line]
  if (!isQuoted) return line.split(separator)
  const fields: string[] = []
  let field = ''
  let isInQuotes = false
  for (let at = 0; at < line.length; at += 1) {
    const sign = line[at]
    if (sign === '"' && isInQuotes && line[at + 1] === '"') field += line[++at]
    else if (sign === '"') isInQuotes = !isInQuotes
    else if (sign === separator && !isInQuotes) {
      fields.push(field)
      field = ''
    } else field += sign
  }
  return [...fields, field]
}

const cells =
  /<c(?: s="(\d)")?(?: t="inlineStr")?(?:\/>|>(?:<v>([^<]*)<\/v>|<is><t[^>]*>([^<]*)<\/t><\/is>)<\/c>)/g
const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' }

/** The cells of a row of a workbook, days and instants as the workbook's styles show them. Pure. */
export function cellsOf(row: string): string[] {
  return [...row.matchAll(cells)].map(([, style, value, text = '']) => {
    if (value === undefined) return text.replace(/&(lt|gt|amp);/g, (entity) => entities[entity] ?? entity)
    if (style !== '1' && style !== '2') return value
    const [day = '', time = ''] = new Date(Math.round((Number(value) - daysTo1970) * secondsPerDay) * 1_000)
      .toISOString()
      .split('T')
    const french = day.split('-').reverse().join('/')
    return style === '1' ? french : `${french} ${time.slice(0, 8)}`
  })
}

/** A workbook counts days from 30 December 1899. */
const daysTo1970 = 25_569
const secondsPerDay = 86_400
