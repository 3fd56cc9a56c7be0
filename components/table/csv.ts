/**
 * A table as CSV for French spreadsheets: semicolons, CRLF, a byte-order mark. A cell that a spreadsheet
 * would run as a formula is preceded by an apostrophe, unless it is a plain number. Pure.
 */
export function toCsv(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map((row) => row.map(cell).join(';')).join('\r\n')}\r\n`
}

const plainNumber = /^[-−+]?[\d\s\u00a0\u202f.,]+(\s?[€%])?$/u

function cell(text: string): string {
  const isFormula = /^[=+\-@\t\r]/.test(text) && !plainNumber.test(text)
  const safe = isFormula ? `'${text}` : text
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
