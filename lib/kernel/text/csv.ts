/**
 * A line of a CSV for French spreadsheets, with its end. What a spreadsheet would run as a formula is preceded by an
 * apostrophe; a number below zero is a number. Pure.
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cell).join(';')}\r\n`
}

function cell(text: string): string {
  const isNumber = /^-?\d+(,\d+)?$/.test(text)
  const safe = !isNumber && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
