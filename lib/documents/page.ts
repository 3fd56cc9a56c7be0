import PDFDocument from 'pdfkit'
import { breakLines } from './break-lines'
import type { PrintedDocument } from './printed-document'
import { noneDrawn, type Run, readFonts, toRuns, type Weight } from './typeface'

/** Lengths are points: A4 is 595 by 842. */
export const sheet = { left: 48, right: 547, top: 48, bottom: 776, foot: 790 } as const
export const ink = { text: '#17203b', quiet: '#51597a', line: '#d9d3c3', wash: '#f6f2e7', accent: '#e5942a' }

export type Look = { size: number; weight?: Weight; colour?: string; align?: 'left' | 'right' }
export type Box = { x: number; width: number }

/** A PDF in progress, with a pen at `y`. Everything is measured before it is drawn. */
export type Page = {
  doc: PDFKit.PDFDocument
  y: number
  /** Lines of a text in a box, and the height they take. */
  layOut(text: string, box: Box, look: Look): { lines: string[]; height: number }
  /** Draws lines at the pen's height plus `down`; the pen does not move. */
  draw(lines: readonly string[], box: Box, look: Look, down?: number): void
  /** Starts a new page unless this much height is left; returns whether it did. */
  makeRoom(height: number): boolean
}

const lineHeight = 1.36

/** An empty document: tagged, PDF/A-3, with embedded fonts, in the language of its text. */
export function openPage({ title, author, issuedAt, language }: PrintedDocument): Page {
  const doc = new PDFDocument({
    size: 'A4',
    margin: 0,
    autoFirstPage: true,
    bufferPages: true,
    pdfVersion: '1.7',
    subset: 'PDF/A-3a',
    tagged: true,
    displayTitle: true,
    lang: language === 'fr' ? 'fr-FR' : 'en-GB',
    font: '',
    info: {
      Title: property(title),
      Author: property(author),
      Creator: 'Andromède',
      CreationDate: issuedAt,
      ModDate: issuedAt,
    },
  } as PDFKit.PDFDocumentOptions)
  for (const [name, file] of readFonts()) doc.registerFont(name, file)
  const widthOf = measurer(doc)
  const page: Page = {
    doc,
    y: sheet.top,
    layOut(text, box, look) {
      const lines = breakLines(text, box.width, (part) => widthOf(part, look))
      return { lines, height: lines.length * look.size * lineHeight }
    },
    draw(lines, box, look, down = 0) {
      for (const [index, line] of lines.entries()) {
        let x = look.align === 'right' ? box.x + box.width - widthOf(line, look) : box.x
        const y = page.y + down + index * look.size * lineHeight
        const runs = runsOf(doc, line, look)
        for (const run of runs) {
          doc
            .font(run.font)
            .fontSize(look.size)
            .fillColor(look.colour ?? ink.text)
          doc.text(run.text, x, y, { lineBreak: false })
          if (run !== runs.at(-1)) x += doc.widthOfString(run.text)
        }
      }
    },
    makeRoom(height) {
      if (page.y + height <= sheet.bottom) return false
      doc.addPage()
      page.y = sheet.top
      return true
    },
  }
  return page
}

/** The library writes properties into XML without escaping them. */
const property = (text: string) => text.replaceAll('&', '+').replace(/[<>]/g, '')

/** The library's types omit the current font face. */
type WithFace = { _font: { font: { hasGlyphForCodePoint(codePoint: number): boolean } } }

// Shared by all documents of the process, which use the same fonts; bounded by their number of characters.
const drawnCharacters = noneDrawn()

function runsOf(doc: PDFKit.PDFDocument, text: string, look: Look): Run[] {
  const has = (font: string, codePoint: number) => {
    doc.font(font)
    return (doc as unknown as WithFace)._font.font.hasGlyphForCodePoint(codePoint)
  }
  return toRuns(text, look.weight ?? 'regular', has, drawnCharacters)
}

/** Caches widths per document, because tables repeat the same words in every row. */
function measurer(doc: PDFKit.PDFDocument): (text: string, look: Look) => number {
  const widths = new Map<string, number>()
  return (text, look) => {
    const key = `${look.weight ?? 'regular'} ${look.size} ${text}`
    const known = widths.get(key)
    if (known !== undefined) return known
    const width = runsOf(doc, text, look).reduce(
      (sum, run) => sum + doc.font(run.font).fontSize(look.size).widthOfString(run.text),
      0,
    )
    widths.set(key, width)
    return width
  }
}
