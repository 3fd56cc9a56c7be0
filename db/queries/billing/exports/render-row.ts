import { type SQL, sql } from 'drizzle-orm'

/** `csv_fr` is what a French Excel opens by itself, `csv` is plain, `sheet` a row of a spreadsheet's XML. */
export type RowFormat = 'csv_fr' | 'csv' | 'jsonl' | 'sheet'

export type ColumnType = 'text' | 'cents' | 'price' | 'decimal' | 'integer' | 'day' | 'instant' | 'json'
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
  const [separator, end] = format === 'csv_fr' ? [';', '\r\n'] : [',', '\n']
  const fields = columns.map((column) => csvField(column, format))
  // What is null is nothing between two separators.
  return sql`array_to_string(array[${sql.join(fields, sql`, `)}], ${separator}::text, '') || ${end}::text`
}

// Excel and its kin run a cell that begins so: an apostrophe makes it a text.
const formulaStart = '^[=+@\\t\\r-]'

function csvField({ type, value }: Column, format: 'csv_fr' | 'csv'): SQL {
  const isFrench = format === 'csv_fr'
  switch (type) {
    case 'text': {
      const guarded = isFrench
        ? sql`case when ${value} ~ ${formulaStart} then '''' || ${value} else ${value} end`
        : value
      return sql`'"' || replace(${guarded}, '"', '""') || '"'`
    }
    case 'json':
      return sql`'"' || replace((${value})::text, '"', '""') || '"'`
    case 'day':
      return isFrench ? sql`to_char(${value}, 'DD/MM/YYYY')` : sql`(${value})::text`
    case 'instant':
      return isFrench
        ? sql`to_char(${value} at time zone 'Europe/Paris', 'DD/MM/YYYY HH24:MI:SS')`
        : utc(value)
    default:
      return isFrench
        ? sql`replace((${decimalOf(type, value)})::text, '.', ',')`
        : sql`(${decimalOf(type, value)})::text`
  }
}

function jsonRow(columns: readonly Column[]): SQL {
  const pairs = columns.map(({ name, type, value }) => {
    const shown =
      type === 'instant'
        ? utc(value)
        : type === 'text' || type === 'json' || type === 'day'
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

const utc = (value: SQL) => sql`to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`

function xmlText(value: SQL): SQL {
  const escaped = sql`replace(replace(replace(${value}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')`
  return sql`regexp_replace(${escaped}, '[\\x01-\\x08\\x0b\\x0c\\x0e-\\x1f]', '', 'g')`
}
