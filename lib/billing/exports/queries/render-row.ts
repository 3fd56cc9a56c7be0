import { type SQL, sql } from 'drizzle-orm'
import { columnName, constantText } from '~/db/constant-sql'

/** `csv_fr` is what a French Excel opens by itself, `csv` is plain, `sheet` a row of a spreadsheet's XML. */
export type RowFormat = 'csv_fr' | 'csv' | 'jsonl' | 'sheet'

/** A `code` holds letters, digits, dots, dashes and underscores alone: it needs no quotes and can be no formula. */
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
  /** As the only format of its table wants it. */
  | 'written'
/**
 * A column of a table. Its value is null where all rows lack one. One `of` the document names `p` alone: it is the same in
 * all lines of the document. What it is `often` names `p` alone, too, and is written once for each document.
 */
export type Column = { name: string; type: ColumnType; value: SQL | null; of?: 'document'; often?: SQL }

/**
 * One row as the text that the file holds, its end included. PostgreSQL writes rows, the process only carries them: a
 * file of millions of rows takes no more memory than one of ten. Instants are written in the session's time zone
 * (`zoneOf`): to convert each would cost as much again.
 */
export function renderRow(columns: readonly Column[], format: RowFormat): SQL {
  return joined(piecesOf(columns, format).map(({ value }) => value))
}

/** What people open in Excel is in the time of Paris, what machines read in UTC. */
export function zoneOf(format: RowFormat): 'Europe/Paris' | 'UTC' {
  return format === 'csv_fr' || format === 'sheet' ? 'Europe/Paris' : 'UTC'
}

/**
 * The same row in two: `ofDocument` is to be written once for each document, as columns `part_0`, `part_1`, … of `p`;
 * `row` is written for each line and takes them up.
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

/** Texts joined one by one are quicker than an array of them, and than `concat`. */
const joined = (values: readonly SQL[]) => sql.join([...values], sql` || `)

/** A stretch of a row, never null: it stands in every row, in those of a document, or in one. */
type Piece = { of: 'file' | 'document' | 'line'; value: SQL; often?: Often }
type Often = { isSo: SQL; value: SQL }

/** What stands around the fields of a row, and in place of one that is missing. */
const layouts = {
  csv_fr: { begin: '', empty: '', between: ';', end: '\r\n' },
  csv: { begin: '', empty: '', between: ',', end: '\n' },
  jsonl: { begin: '{', empty: 'null', between: ', ', end: '}\n' },
  sheet: { begin: '<row>', empty: '<c/>', between: '', end: '</row>' },
} as const

/** Fields with the text that follows them, so that as little as may be is joined for each row. */
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

/** A field without the text that closes it, which is joined with what follows. */
type Field = { value: SQL; close: string }
type PlainType = Exclude<ColumnType, 'written'>

function fieldOf(type: ColumnType, value: SQL, format: RowFormat): Field {
  if (type === 'written') return { value, close: '' }
  if (format === 'sheet') return sheetCell(type, value)
  return format === 'jsonl' ? jsonValue(type, value) : csvField(type, value, format)
}

/** `=`, `+`, `-`, `@`, tab and return: Excel and its kin run a cell that begins so. An apostrophe makes it a text. */
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

/** Styles of the sheet: 1 is a day, 2 an instant, 3 an amount. */
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
      // JSON writes control characters as escapes.
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

/** A number with a decimal point. Numerics are no slower than whole numbers cut in two. */
function decimalText(type: 'cents' | 'price' | 'decimal', value: SQL): SQL {
  if (type === 'cents') return sql`((${value})::numeric * 0.01)::text`
  if (type === 'price') return sql`((${value})::numeric * 0.00000001)::text`
  return sql`trim_scale(${value})::text`
}

const utc = (value: SQL) => sql`to_char(${value}, 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`

const escaped = (value: SQL) =>
  sql`replace(replace(replace(${value}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')`

/** Few texts hold a character that XML wants written otherwise, or not at all: to look first is quicker. */
function xmlText(value: SQL): SQL {
  return sql`case when ${value} ~ '[&<>\\x01-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]'
    then regexp_replace(${escaped(value)}, '[\\x01-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]', '', 'g') else ${value} end`
}
