/** Returns a CSV file for French spreadsheets: semicolons, CRLF, a byte-order mark. Pure. */
export function csvFile(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map(csvLine).join('')}`
}

/**
 * Returns one line with its line end. An apostrophe precedes a cell that a spreadsheet would run as a formula, unless
 * it is a plain number. Pure.
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cell).join(';')}\r\n`
}

const plainNumber = /^[-+]?[\d\s.,]+(\s?[€%])?$/

function cell(text: string): string {
  const isFormula = /^[=+\-@\t\r]/.test(text) && !plainNumber.test(text)
  const safe = isFormula ? `'${text}` : text
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
