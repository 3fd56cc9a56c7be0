import { type SQL, sql } from 'drizzle-orm'

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
export type Column = { name: string; type: ColumnType; value: SQL }

/**
 * One row as the text that the file holds, its end included. PostgreSQL writes rows, the process only carries them: a
 * file of millions of rows takes no more memory than one of ten.
 */
export function renderRow(columns: readonly Column[], format: RowFormat): SQL {
  if (format === 'jsonl') return jsonRow(columns)
  if (format === 'sheet') {
    const cells = columns.map((column) => sheetCell(column))
    return sql`'<row>' || array_to_string(array[${sql.join(cells, sql`, `)}], '') || '</row>'`
  }
  const isFrench = format === 'csv_fr'
  const [between, end] = isFrench ? [sql`';'`, sql`E'\\r\\n'`] : [sql`','`, sql`E'\\n'`]
  // What is null is nothing between two separators. Texts joined one by one are quicker than an array of them.
  const fields = columns.map((column) => sql`coalesce(${csvField(column, format)}, '')`)
  return sql`${sql.join(fields, sql` || ${between} || `)} || ${end}`
}

/** `=`, `+`, `-`, `@`, tab and return: Excel and its kin run a cell that begins so. An apostrophe makes it a text. */
const formulaStarts = sql`(61, 43, 45, 64, 9, 13)`

function csvField({ type, value }: Column, format: 'csv_fr' | 'csv'): SQL {
  const isFrench = format === 'csv_fr'
  switch (type) {
    case 'text': {
      const guarded = isFrench
        ? sql`case when ascii(${value}) in ${formulaStarts} then '''' || ${value} else ${value} end`
        : value
      return sql`'"' || replace(${guarded}, '"', '""') || '"'`
    }
    case 'json':
      return sql`'"' || replace((${value})::text, '"', '""') || '"'`
    case 'day':
      return isFrench ? sql`to_char(${value}, 'DD/MM/YYYY')` : sql`(${value})::text`
    case 'instant':
      return isFrench ? sql`left((${value} at time zone 'Europe/Paris')::text, 19)` : utc(value)
    case 'code':
      return value
    case 'integer':
      return sql`(${value})::text`
    case 'cents':
      return fixed(value, 2, isFrench)
    case 'price':
      return fixed(value, 8, isFrench)
    default:
      return isFrench ? sql`replace(trim_scale(${value})::text, '.', ',')` : sql`trim_scale(${value})::text`
  }
}

/** A whole number of hundredths, or of smaller parts, as a decimal number: integers are quicker than numerics. */
function fixed(value: SQL, places: 2 | 8, isFrench: boolean): SQL {
  const [one, zeros] = places === 2 ? [sql`100`, sql`2`] : [sql`100000000`, sql`8`]
  const point = isFrench ? sql`','` : sql`'.'`
  return sql`case when ${value} < 0 then '-' else '' end || (abs(${value}) / ${one})::text || ${point} || lpad((abs(${value}) % ${one})::text, ${zeros}, '0')`
}

function jsonRow(columns: readonly Column[]): SQL {
  const pairs = columns.map(({ name, type, value }) => {
    const shown =
      type === 'instant'
        ? utc(value)
        : type === 'text' || type === 'code' || type === 'json' || type === 'day'
          ? value
          : decimalOf(type, value)
    return sql`${name}::text, ${shown}`
  })
  return sql`json_build_object(${sql.join(pairs, sql`, `)})::text || E'\n'`
}

/** Styles of the sheet: 1 is a day, 2 an instant, 3 an amount. */
function sheetCell({ type, value }: Column): SQL {
  switch (type) {
    case 'text':
    case 'code':
      return sql`coalesce('<c t="inlineStr"><is><t xml:space="preserve">' || ${xmlText(value)} || '</t></is></c>', '<c/>')`
    case 'json':
      return sql`coalesce('<c t="inlineStr"><is><t xml:space="preserve">' || ${xmlText(sql`(${value})::text`)} || '</t></is></c>', '<c/>')`
    case 'day':
      return sql`coalesce('<c s="1"><v>' || (${value} - date '1899-12-30') || '</v></c>', '<c/>')`
    case 'instant':
      return sql`coalesce('<c s="2"><v>' || round(extract(epoch from ((${value} at time zone 'Europe/Paris') - timestamp '1899-12-30')) / 86400, 6) || '</v></c>', '<c/>')`
    case 'cents':
      return sql`coalesce('<c s="3"><v>' || ${decimalOf(type, value)} || '</v></c>', '<c/>')`
    default:
      return sql`coalesce('<c><v>' || ${decimalOf(type, value)} || '</v></c>', '<c/>')`
  }
}

function decimalOf(type: ColumnType, value: SQL): SQL {
  if (type === 'cents') return sql`(${value})::numeric * 0.01`
  if (type === 'price') return sql`(${value})::numeric * 0.00000001`
  return type === 'decimal' ? sql`trim_scale(${value})` : value
}

const utc = (value: SQL) =>
  sql`overlay(left((${value} at time zone 'UTC')::text, 19) placing 'T' from 11) || 'Z'`

function xmlText(value: SQL): SQL {
  const escaped = sql`replace(replace(replace(${value}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')`
  return sql`regexp_replace(${escaped}, '[\\x01-\\x08\\x0b\\x0c\\x0e-\\x1f]', '', 'g')`
}
