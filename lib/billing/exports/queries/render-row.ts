import { type SQL, sql } from 'drizzle-orm'
import { columnName, constantText } from '~/db/constant-sql'

/** `csv_fr` opens directly in a French Excel, `csv` is plain, `sheet` is a row of spreadsheet XML. */
export type RowFormat = 'csv_fr' | 'csv' | 'jsonl' | 'sheet'

/** A `code` holds only letters, digits, dots, dashes and underscores, so it needs no quotes and cannot be a formula. */
export type ColumnType =
  | 'text'
  | 'code'
  | 'cents'
  | 'price'
  | 'decimal'
  | 'integer'
  | 'day'
  | 'instant'
  | 'json'
  /** Already in the only format of its table. */
  | 'written'
/**
 * A column of a table. `value` is null when no row has one. A column `of` the document refers only to `p` and is the
 * same in all lines of the document. An `often` expression also refers only to `p` and is written once per document.
 */
export type Column = { name: string; type: ColumnType; value: SQL | null; of?: 'document'; often?: SQL }

/**
 * One row as the file's text, line end included. PostgreSQL renders rows and the process only passes them on: a file of
 * millions of rows takes no more memory than one of ten. Instants use the session's time zone (`zoneOf`), because
 * converting each doubles the cost.
 */
export function renderRow(columns: readonly Column[], format: RowFormat): SQL {
  return joined(piecesOf(columns, format).map(({ value }) => value))
}

/** Formats that people open in Excel use Paris time, machine formats UTC. */
export function zoneOf(format: RowFormat): 'Europe/Paris' | 'UTC' {
  return format === 'csv_fr' || format === 'sheet' ? 'Europe/Paris' : 'UTC'
}

/**
 * Splits a row: `ofDocument` is written once per document, as columns `part_0`, `part_1`, … of `p`; `row` is written
 * per line and includes them.
 */
export function splitRow(columns: readonly Column[], format: RowFormat): { ofDocument: SQL[]; row: SQL } {
  const ofDocument: SQL[] = []
  const row: SQL[] = []
  let open: Piece[] = []
  const close = () => {
    const values = open.map(({ value }) => value)
    if (open.some(({ of }) => of === 'document'))
      row.push(sql`p.${columnName(`part_${ofDocument.push(joined(values)) - 1}`)}`)
    else row.push(...values)
    open = []
  }
  for (const piece of piecesOf(columns, format)) {
    if (piece.of !== 'line') open.push(piece)
    else {
      close()
      row.push(piece.often ? unlessOften(piece.value, piece.often, ofDocument) : piece.value)
    }
  }
  close()
  return { ofDocument, row: joined(row) }
}

function unlessOften(value: SQL, often: Often, ofDocument: SQL[]): SQL {
  const part = columnName(`part_${ofDocument.push(often.value) - 1}`)
  return sql`case when ${often.isSo} then p.${part} else ${value} end`
}

/** Concatenating texts one by one is faster than an array or `concat`. */
const joined = (values: readonly SQL[]) => sql.join([...values], sql` || `)

/** A non-null part of a row, constant over the file, over a document, or specific to a line. */
type Piece = { of: 'file' | 'document' | 'line'; value: SQL; often?: Often }
type Often = { isSo: SQL; value: SQL }

/** Text around the fields of a row, and in place of a missing one. */
const layouts = {
  csv_fr: { begin: '', empty: '', between: ';', end: '\r\n' },
  csv: { begin: '', empty: '', between: ',', end: '\n' },
  jsonl: { begin: '{', empty: 'null', between: ', ', end: '}\n' },
  sheet: { begin: '<row>', empty: '<c/>', between: '', end: '</row>' },
} as const

/** Merges each field with the constant text that follows, so that each row concatenates as little as possible. */
function piecesOf(columns: readonly Column[], format: RowFormat): Piece[] {
  const layout = layouts[format]
  const pieces: Piece[] = []
  let text: string = layout.begin
  const closeText = () => {
    if (text !== '') pieces.push({ of: 'file', value: constantText(text) })
    text = ''
  }
  for (const [index, { name, type, value, of, often }] of columns.entries()) {
    if (format === 'jsonl') text += `${JSON.stringify(name)} : `
    const after = index === columns.length - 1 ? layout.end : layout.between
    if (value === null) {
      text += layout.empty + after
      continue
    }
    closeText()
    const piece = (of: SQL) => {
      const field = fieldOf(type, of, format)
      return sql`coalesce(${field.value} || ${constantText(field.close + after)}, ${constantText(layout.empty + after)})`
    }
    pieces.push({
      of: of ?? 'line',
      value: piece(value),
      ...(often && { often: { isSo: sql`${value} = ${often}`, value: piece(often) } }),
    })
  }
  closeText()
  return pieces
}

/** A field without its closing text, which is merged with the next piece. */
type Field = { value: SQL; close: string }
type PlainType = Exclude<ColumnType, 'written'>

function fieldOf(type: ColumnType, value: SQL, format: RowFormat): Field {
  if (type === 'written') return { value, close: '' }
  if (format === 'sheet') return sheetCell(type, value)
  return format === 'jsonl' ? jsonValue(type, value) : csvField(type, value, format)
}

/**
 * Excel and others run a cell that starts with `=`, `+`, `-`, `@`, tab or return. A leading apostrophe makes it text.
 */
const formulaStarts = sql`(61, 43, 45, 64, 9, 13)`

function csvField(type: PlainType, value: SQL, format: 'csv_fr' | 'csv'): Field {
  const isFrench = format === 'csv_fr'
  const plain = (of: SQL): Field => ({ value: of, close: '' })
  const quoted = (of: SQL): Field => ({ value: sql`'"' || replace(${of}, '"', '""')`, close: '"' })
  switch (type) {
    case 'text':
      return quoted(
        sql`case when ascii(${value}) in ${formulaStarts} then '''' || (${value}) else ${value} end`,
      )
    case 'json':
      return quoted(sql`(${value})::text`)
    case 'day':
      return plain(isFrench ? sql`to_char(${value}, 'DD/MM/YYYY')` : sql`(${value})::text`)
    case 'instant':
      return plain(isFrench ? sql`left((${value})::text, 19)` : utc(value))
    case 'code':
      return plain(value)
    case 'integer':
      return plain(sql`(${value})::text`)
    default:
      return plain(isFrench ? sql`replace(${decimalText(type, value)}, '.', ',')` : decimalText(type, value))
  }
}

function jsonValue(type: PlainType, value: SQL): Field {
  const quoted = (of: SQL): Field => ({ value: sql`'"' || ${of}`, close: '"' })
  switch (type) {
    case 'text':
      return { value: sql`to_json(${value})::text`, close: '' }
    case 'code':
      return quoted(value)
    case 'day':
      return quoted(sql`(${value})::text`)
    case 'instant':
      return quoted(utc(value))
    case 'json':
    case 'integer':
      return { value: sql`(${value})::text`, close: '' }
    default:
      return { value: decimalText(type, value), close: '' }
  }
}

/** Styles of the sheet: 1 day, 2 instant, 3 amount. */
function sheetCell(type: PlainType, value: SQL): Field {
  const text = (of: SQL): Field => ({
    value: sql`'<c t="inlineStr"><is><t xml:space="preserve">' || ${of}`,
    close: '</t></is></c>',
  })
  const number = (open: SQL, of: SQL): Field => ({ value: sql`${open} || ${of}`, close: '</v></c>' })
  switch (type) {
    case 'text':
      return text(xmlText(value))
    case 'code':
      return text(value)
    case 'json':
      // JSON escapes control characters.
      return text(escaped(sql`(${value})::text`))
    case 'day':
      return number(sql`'<c s="1"><v>'`, sql`(${value} - date '1899-12-30')`)
    case 'instant':
      return number(
        sql`'<c s="2"><v>'`,
        sql`round(extract(epoch from ((${value})::timestamp - timestamp '1899-12-30')) / 86400, 6)`,
      )
    case 'integer':
      return number(sql`'<c><v>'`, value)
    default:
      return number(type === 'cents' ? sql`'<c s="3"><v>'` : sql`'<c><v>'`, decimalText(type, value))
  }
}

/** A number with a decimal point. Numerics are as fast as splitting integers. */
function decimalText(type: 'cents' | 'price' | 'decimal', value: SQL): SQL {
  if (type === 'cents') return sql`((${value})::numeric * 0.01)::text`
  if (type === 'price') return sql`((${value})::numeric * 0.00000001)::text`
  return sql`trim_scale(${value})::text`
}

const utc = (value: SQL) => sql`to_char(${value}, 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`

const escaped = (value: SQL) =>
  sql`replace(replace(replace(${value}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')`

/** Few texts contain a character that XML escapes or forbids, so checking first is faster. */
function xmlText(value: SQL): SQL {
  return sql`case when ${value} ~ '[&<>\\x01-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]'
    then regexp_replace(${escaped(value)}, '[\\x01-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]', '', 'g') else ${value} end`
}
