import { createHash } from 'node:crypto'
import { drawSpiral } from './draw-spiral'
import { asArtifact, drawTable, tagged } from './draw-table'
import { type Box, ink, type Look, openPage, type Page, sheet } from './page'
import type { Attachment, Block, Fact, PrintedDocument, Side } from './printed-document'

const whole: Box = { x: sheet.left, width: sheet.right - sheet.left }
const looks = {
  kind: { size: 9, colour: ink.quiet },
  title: { size: 20, weight: 'strong' },
  heading: { size: 12, weight: 'strong' },
  text: { size: 9.5 },
  small: { size: 8, colour: ink.quiet },
  strong: { size: 9.5, weight: 'strong' },
  term: { size: 9, colour: ink.quiet },
  value: { size: 9 },
  foot: { size: 7.5, colour: ink.quiet },
} as const satisfies Record<string, Look>

/**
 * The document as a file: PDF/A-3a, tagged in reading order, with embedded fonts. The same document gives the same
 * bytes, so that its hash identifies what was signed. Long tables yield to other work.
 */
export async function printDocument(printed: PrintedDocument): Promise<Buffer> {
  const page = openPage(printed)
  const { doc } = page
  const chunks: Buffer[] = []
  doc.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise<void>((resolve, reject) => doc.on('end', resolve).on('error', reject))
  const root = doc.struct('Document', { title: printed.title })
  doc.addStructure(root)
  drawBand(page, printed.author)
  paragraph(page, root, 'P', printed.kind, looks.kind)
  paragraph(page, root, 'H1', printed.title, looks.title)
  page.y += 8
  for (const block of printed.blocks) await drawBlock(page, root, block)
  root.end()
  drawFeet(page, printed)
  if (printed.attachment) attach(doc, printed.attachment, printed.issuedAt)
  doc.end()
  await ended
  return Buffer.concat(chunks)
}

/** Attaches a file as a PDF/A-3 `Alternative`: the same document in machine-readable form. */
function attach(doc: PDFKit.PDFDocument, attachment: Attachment, issuedAt: Date): void {
  const { name, mediaType, description, content, metadata } = attachment
  const options = {
    name,
    type: mediaType,
    description,
    relationship: 'Alternative',
    creationDate: issuedAt,
    modifiedDate: issuedAt,
  }
  const bytes = Buffer.from(content, 'utf8')
  withBinaryChecksum(doc, bytes, () => doc.file(bytes, options))
  // The library's types omit the method that adds XMP properties.
  ;(doc as unknown as { appendXML(xml: string): void }).appendXML(metadata)
}

type EmbeddedFile = { Type?: string; Params?: { CheckSum?: unknown } }
type References = { ref(data: EmbeddedFile): unknown }

/** The library writes a file's checksum as 32 digits; the standard requires its 16 bytes (ISO 32000-1, table 46). */
function withBinaryChecksum(doc: PDFKit.PDFDocument, content: Buffer, embed: () => void): void {
  const references = doc as unknown as References
  const ref = references.ref
  references.ref = (data) => {
    if (data.Type === 'EmbeddedFile' && data.Params)
      data.Params.CheckSum = createHash('md5').update(content).digest()
    return ref.call(doc, data)
  }
  try {
    embed()
  } finally {
    references.ref = ref
  }
}

async function drawBlock(page: Page, root: PDFKit.PDFStructureElement, block: Block): Promise<void> {
  if (block.type === 'heading') {
    page.y += 8
    // Avoids a heading alone at the foot of a page.
    page.makeRoom(60)
    paragraph(page, root, 'H2', block.text, looks.heading)
  } else if (block.type === 'text') {
    paragraph(page, root, 'P', block.text, block.look ? looks[block.look] : looks.text)
  } else if (block.type === 'facts') drawFacts(page, root, block.facts)
  else if (block.type === 'sides') drawSides(page, root, [block.left, block.right])
  else if (block.type === 'table') await drawTable(page, root, block.table)
  else drawTotals(page, root, block.totals)
}

function paragraph(
  page: Page,
  root: PDFKit.PDFStructureElement,
  kind: string,
  text: string,
  look: Look,
): void {
  const { lines, height } = page.layOut(text, whole, look)
  page.makeRoom(height)
  tagged(page.doc, root, kind, {})(() => page.draw(lines, whole, look))
  page.y += height + 4
}

/** Terms on the left, values next to them. */
function drawFacts(page: Page, root: PDFKit.PDFStructureElement, facts: readonly Fact[]): void {
  const term: Box = { x: sheet.left, width: 150 }
  const value: Box = { x: sheet.left + 156, width: sheet.right - sheet.left - 156 }
  for (const fact of facts) {
    const left = page.layOut(fact.term, term, looks.term)
    const right = page.layOut(fact.value, value, looks.value)
    page.makeRoom(Math.max(left.height, right.height))
    tagged(
      page.doc,
      root,
      'P',
      {},
    )(() => {
      page.draw(left.lines, term, looks.term)
      page.draw(right.lines, value, looks.value)
    })
    page.y += Math.max(left.height, right.height) + 2
  }
  page.y += 6
}

function drawSides(page: Page, root: PDFKit.PDFStructureElement, sides: readonly Side[]): void {
  const width = (whole.width - 24) / 2
  const laidOut = sides.map((side, index) => {
    const box: Box = { x: sheet.left + index * (width + 24), width }
    const title = page.layOut(side.title, box, looks.term)
    const text = page.layOut(side.lines.join('\n'), box, looks.text)
    return { box, title, text, height: title.height + text.height + 2 }
  })
  const height = Math.max(...laidOut.map((each) => each.height))
  page.makeRoom(height)
  for (const { box, title, text } of laidOut) {
    tagged(
      page.doc,
      root,
      'P',
      {},
    )(() => {
      page.draw(title.lines, box, looks.term)
      page.draw(text.lines, box, looks.text, title.height + 2)
    })
  }
  page.y += height + 12
}

/** Amounts at the right edge; the last is emphasised. */
function drawTotals(page: Page, root: PDFKit.PDFStructureElement, totals: readonly Fact[]): void {
  const term: Box = { x: 300, width: 140 }
  const value: Box = { x: 440, width: sheet.right - 440 }
  page.makeRoom(totals.length * 16 + 8)
  page.y += 4
  for (const [index, fact] of totals.entries()) {
    const isLast = index === totals.length - 1
    const look: Look = isLast ? { ...looks.strong, size: 11 } : looks.value
    const left = page.layOut(fact.term, term, look)
    if (isLast)
      asArtifact(page.doc, () => {
        page.doc.rect(term.x - 6, page.y - 3, sheet.right - term.x + 6, left.height + 6).fill(ink.wash)
      })
    tagged(
      page.doc,
      root,
      'P',
      {},
    )(() => {
      page.draw(left.lines, term, look)
      page.draw([fact.value], { ...value, width: value.width - 6 }, { ...look, align: 'right' })
    })
    page.y += left.height + 4
  }
  page.y += 10
}

/** The logo and the issuer's name at the top of the first page. */
function drawBand(page: Page, author: string): void {
  const look: Look = { size: 13, weight: 'strong' }
  const box: Box = { x: sheet.left + 30, width: 400 }
  asArtifact(page.doc, () => {
    drawSpiral(page.doc, { x: sheet.left, y: page.y - 5, size: 24 })
    page.draw([author], box, look)
  })
  page.y += 34
}

/** The issuer and `Page 1 sur 3` on every page, as artifacts. */
function drawFeet(page: Page, printed: PrintedDocument): void {
  const { doc } = page
  const { start, count } = doc.bufferedPageRange()
  for (let index = start; index < start + count; index += 1) {
    doc.switchToPage(index)
    page.y = sheet.foot
    const box: Box = { x: sheet.left, width: 400 }
    asArtifact(doc, () => {
      doc
        .moveTo(sheet.left, sheet.foot - 6)
        .lineTo(sheet.right, sheet.foot - 6)
        .lineWidth(0.5)
        .stroke(ink.line)
      page.draw(page.layOut(printed.footer, box, looks.foot).lines.slice(0, 3), box, looks.foot)
      const number = printed.pageOf(index - start + 1, count)
      page.draw([number], { x: 447, width: sheet.right - 447 }, { ...looks.foot, align: 'right' })
    })
  }
}
