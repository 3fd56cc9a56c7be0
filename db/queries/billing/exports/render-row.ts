import { type SQL, sql } from 'drizzle-orm'
import { columnName, constantText } from '~/db/constant-sql'

/** `csv_fr` is what a French Excel opens by itself, `csv` is plain, `sheet` a row of a spreadsheet's XML. */
export type RowFormat = 'csv_fr' | 'csv' | 'jsonl' | 'sheet'

/** A `code` holds letters, digits, dots and dashes alone: it needs no quotes and can be no formula. */
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
/**
 * A column of a table. Its value is null where all rows lack one. One `of` the document names `p` alone: it is the same in
 * all lines of the document.
 */
export type Column = { name: string; type: ColumnType; value: SQL | null; of?: 'document' }

/**
 * One row as the text that the file holds, its end included. PostgreSQL writes rows, the process only carries them: a
 * file of millions of rows takes no more memory than one of ten. Instants are written in the session's time zone
 * (`zoneOf`): to convert each would cost as much again.
 */
export function renderRow(columns: readonly Column[], format: RowFormat): SQL {
  if (format === 'jsonl') return jsonRow(columns)
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
  if (format === 'jsonl') return { ofDocument: [], row: jsonRow(columns) }
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
      row.push(piece.value)
    }
  }
  close()
  return { ofDocument, row: joined(row) }
}

/** Texts joined one by one are quicker than an array of them, and than `concat`. */
const joined = (values: readonly SQL[]) => sql.join([...values], sql` || `)

/** A stretch of a row, never null: it stands in every row, in those of a document, or in one. */
type Piece = { of: 'file' | 'document' | 'line'; value: SQL }

const layouts = {
  csv_fr: { begin: '', empty: '', between: ';', end: '\r\n' },
  csv: { begin: '', empty: '', between: ',', end: '\n' },
  sheet: { begin: '<row>', empty: '<c/>', between: '', end: '</row>' },
} as const

/** Fields with the text that follows them, so that as little as may be is joined for each row. */
function piecesOf(columns: readonly Column[], format: keyof typeof layouts): Piece[] {
  const layout = layouts[format]
  const pieces: Piece[] = []
  let text: string = layout.begin
  const closeText = () => {
    if (text !== '') pieces.push({ of: 'file', value: constantText(text) })
    text = ''
  }
  for (const [index, { type, value, of }] of columns.entries()) {
    const after = index === columns.length - 1 ? layout.end : layout.between
    if (value === null) {
      text += layout.empty + after
      continue
    }
    closeText()
    const field = format === 'sheet' ? sheetCell(type, value) : csvField(type, value, format)
    pieces.push({
      of: of ?? 'line',
      value: sql`coalesce(${field.value} || ${constantText(field.close + after)}, ${constantText(layout.empty + after)})`,
    })
  }
  closeText()
  return pieces
}

/** A field without the text that closes it, which is joined with what follows. */
type Field = { value: SQL; close: string }

/** `=`, `+`, `-`, `@`, tab and return: Excel and its kin run a cell that begins so. An apostrophe makes it a text. */
const formulaStarts = sql`(61, 43, 45, 64, 9, 13)`

function csvField(type: ColumnType, value: SQL, format: 'csv_fr' | 'csv'): Field {
  const isFrench = format === 'csv_fr'
  const plain = (of: SQL): Field => ({ value: of, close: '' })
  const quoted = (of: SQL): Field => ({ value: sql`'"' || replace(${of}, '"', '""')`, close: '"' })
  switch (type) {
    case 'text':
      return quoted(
        isFrench
          ? sql`case when ascii(${value}) in ${formulaStarts} then '''' || ${value} else ${value} end`
          : value,
      )
    case 'json':
      return quoted(sql`(${value})::text`)
    case 'day':
      return plain(isFrench ? sql`to_char(${value}, 'DD/MM/YYYY')` : sql`(${value})::text`)
    case 'instant':
      return isFrench ? plain(sql`left((${value})::text, 19)`) : { value: utc(value), close: 'Z' }
    case 'code':
      return plain(value)
    case 'integer':
      return plain(sql`(${value})::text`)
    case 'cents':
      return plain(fixed(value, 2, isFrench))
    case 'price':
      return plain(fixed(value, 8, isFrench))
    default:
      return plain(
        isFrench ? sql`replace(trim_scale(${value})::text, '.', ',')` : sql`trim_scale(${value})::text`,
      )
  }
}

/** A whole number of hundredths, or of smaller parts, as a decimal number: integers are quicker than numerics. */
function fixed(value: SQL, places: 2 | 8, isFrench: boolean): SQL {
  const [one, zeros] = places === 2 ? [sql`100`, sql`2`] : [sql`100000000`, sql`8`]
  const point = isFrench ? sql`','` : sql`'.'`
  return sql`case when ${value} < 0 then '-' else '' end || (abs(${value}) / ${one})::text || ${point} || right((abs(${value}) % ${one} + ${one})::text, ${zeros})`
}

function jsonRow(columns: readonly Column[]): SQL {
  const pairs = columns.map(({ name, type, value }) => {
    if (value === null) return sql`${name}::text, null`
    const shown =
      type === 'instant'
        ? sql`${utc(value)} || 'Z'`
        : type === 'text' || type === 'code' || type === 'json' || type === 'day'
          ? value
          : decimalOf(type, value)
    return sql`${name}::text, ${shown}`
  })
  return sql`json_build_object(${sql.join(pairs, sql`, `)})::text || E'\n'`
}

/** Styles of the sheet: 1 is a day, 2 an instant, 3 an amount. */
function sheetCell(type: ColumnType, value: SQL): Field {
  const text = (of: SQL): Field => ({
    value: sql`'<c t="inlineStr"><is><t xml:space="preserve">' || ${xmlText(of)}`,
    close: '</t></is></c>',
  })
  const number = (open: SQL, of: SQL): Field => ({ value: sql`${open} || ${of}`, close: '</v></c>' })
  switch (type) {
    case 'text':
    case 'code':
      return text(value)
    case 'json':
      return text(sql`(${value})::text`)
    case 'day':
      return number(sql`'<c s="1"><v>'`, sql`(${value} - date '1899-12-30')`)
    case 'instant':
      return number(
        sql`'<c s="2"><v>'`,
        sql`round(extract(epoch from ((${value})::timestamp - timestamp '1899-12-30')) / 86400, 6)`,
      )
    case 'cents':
      return number(sql`'<c s="3"><v>'`, decimalOf(type, value))
    default:
      return number(sql`'<c><v>'`, decimalOf(type, value))
  }
}

function decimalOf(type: ColumnType, value: SQL): SQL {
  if (type === 'cents') return sql`(${value})::numeric * 0.01`
  if (type === 'price') return sql`(${value})::numeric * 0.00000001`
  return type === 'decimal' ? sql`trim_scale(${value})` : value
}

/** Without its Z. */
const utc = (value: SQL) => sql`overlay(left((${value})::text, 19) placing 'T' from 11)`

function xmlText(value: SQL): SQL {
  const escaped = sql`replace(replace(replace(${value}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')`
  return sql`regexp_replace(${escaped}, '[\\x01-\\x08\\x0b\\x0c\\x0e-\\x1f]', '', 'g')`
}
