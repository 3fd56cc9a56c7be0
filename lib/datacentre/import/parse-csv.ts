/**
 * Splits a CSV into lines of cells, each with the number of the line on which it begins. The separator is the most
 * frequent of semicolon, comma and tab in the first line; quotes as in RFC 4180; empty lines are skipped. Null when a
 * quote is never closed. Pure.
 */
export function parseCsv(text: string): { line: number; cells: string[] }[] | null {
  const body = text.replace(/^\ufeff/, '')
  const separator = separatorOf(body.split(/\r?\n/, 1)[0] ?? '')
  const rows: { line: number; cells: string[] }[] = []
  let [row, cell, line, startedOn, isQuoted] = [[] as string[], '', 1, 1, false]
  const endRow = () => {
    row.push(cell)
    if (row.some((each) => each.trim() !== '')) rows.push({ line: startedOn, cells: row.map(withoutGuard) })
    ;[row, cell] = [[], '']
  }
  for (let at = 0; at < body.length; at += 1) {
    const char = body[at] ?? ''
    if (char === '\n') line += 1
    if (isQuoted) {
      if (char !== '"') cell += char
      else if (body[at + 1] === '"') {
        cell += '"'
        at += 1
      } else isQuoted = false
    } else if (char === '"' && cell === '') isQuoted = true
    else if (char === separator) {
      row.push(cell)
      cell = ''
    } else if (char === '\n') {
      endRow()
      startedOn = line
    } else if (char !== '\r') cell += char
  }
  endRow()
  return isQuoted ? null : rows
}

function separatorOf(header: string): string {
  const times = (char: string) => header.split(char).length
  return [';', ',', '\t'].reduce((best, char) => (times(char) > times(best) ? char : best))
}

/** Spreadsheets would run these as formulas, so exports prefix an apostrophe. */
function withoutGuard(cell: string): string {
  return cell.trim().replace(/^'(?=[=+\-@])/, '')
}
