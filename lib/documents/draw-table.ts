import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Box, ink, type Look, type Page, sheet } from './page'
import type { Table } from './printed-document'

const body: Look = { size: 9 }
const head: Look = { size: 8, weight: 'strong', colour: ink.quiet }
const padding = { x: 6, y: 5 } as const
/** A row takes up to a millisecond: after this many the event loop runs other work. */
const rowsPerTurn = 20

type Cell = { lines: string[]; box: Box; look: Look }

/** Draws a table with its rules; a row is never split by a page break, and the header repeats on each page. */
export async function drawTable(page: Page, root: PDFKit.PDFStructureElement, table: Table): Promise<void> {
  const { doc } = page
  const boxes = columnBoxes(table)
  const looks = table.columns.map(({ align }) => (align ? { align } : {}))
  const cellsOf = (texts: readonly string[], look: Look): Cell[] =>
    boxes.map((box, index) => {
      const own = { ...look, ...looks[index] }
      return { lines: page.layOut(texts[index] ?? '', box, own).lines, box, look: own }
    })
  const heads = cellsOf(
    table.columns.map(({ header }) => header),
    head,
  )
  const element = doc.struct('Table', { alt: table.summary })
  root.add(element)
  page.makeRoom(heightOf(heads) + heightOf(cellsOf(table.rows[0] ?? [], body)))
  drawRow(page, heads, (paint) => {
    const row = doc.struct('TR')
    const group = doc.struct('THead')
    element.add(group)
    group.add(row)
    for (const cell of heads) paint(cell, tagged(doc, row, 'TH', { scope: 'Column' }))
    row.end()
    group.end()
  })
  const group = doc.struct('TBody')
  element.add(group)
  for (const [index, texts] of table.rows.entries()) {
    if (index % rowsPerTurn === rowsPerTurn - 1) await nextTurn()
    const cells = cellsOf(texts, body)
    // On further pages the header is an artifact: the structure tree contains it already.
    if (page.makeRoom(heightOf(cells)))
      drawRow(page, heads, (paint) => {
        for (const cell of heads) paint(cell, (run) => asArtifact(doc, run))
      })
    drawRow(page, cells, (paint) => {
      const row = doc.struct('TR')
      group.add(row)
      for (const cell of cells) paint(cell, tagged(doc, row, 'TD', {}))
      row.end()
    })
  }
  group.end()
  element.end()
  page.y += 4
}

type Wrap = (run: () => void) => void

function drawRow(
  page: Page,
  cells: readonly Cell[],
  each: (paint: (cell: Cell, wrap: Wrap) => void) => void,
) {
  const height = heightOf(cells)
  each((cell, wrap) => wrap(() => page.draw(cell.lines, cell.box, cell.look, padding.y)))
  page.y += height
  asArtifact(page.doc, () => {
    page.doc.moveTo(sheet.left, page.y).lineTo(sheet.right, page.y).lineWidth(0.5).stroke(ink.line)
  })
}

function columnBoxes(table: Table): Box[] {
  const shares = table.columns.reduce((sum, { share }) => sum + share, 0)
  const whole = sheet.right - sheet.left
  let x: number = sheet.left
  return table.columns.map(({ share }) => {
    const width = (whole * share) / shares
    const box = { x: x + padding.x, width: width - 2 * padding.x }
    x += width
    return box
  })
}

function heightOf(cells: readonly Cell[]): number {
  const tallest = Math.max(0, ...cells.map(({ lines, look }) => lines.length * look.size * 1.36))
  return tallest + 2 * padding.y
}

/** Draws the content as a new structure element of this kind. */
export function tagged(
  doc: PDFKit.PDFDocument,
  parent: PDFKit.PDFStructureElement,
  kind: string,
  options: { scope?: 'Column' | 'Row' },
): Wrap {
  return (run) => {
    parent.add(doc.struct(kind as never, options as never, run as never))
  }
}

/** Draws the content as an artifact, outside the structure tree: rules, page numbers. */
export function asArtifact(doc: PDFKit.PDFDocument, run: () => void): void {
  doc.markContent('Artifact', { type: 'Layout' } as never)
  run()
  doc.endMarkedContent()
}
