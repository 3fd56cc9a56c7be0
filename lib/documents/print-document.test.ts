import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { type PrintedDocument, printDocument } from './index'
import { toRuns } from './typeface'

const printed = (rows: number): PrintedDocument => ({
  title: 'Devis DEV-2026-000012',
  language: 'fr',
  author: 'Andromède',
  issuedAt: new Date('2026-11-25T10:00:00Z'),
  kind: 'Devis',
  footer: 'Andromède SAS, 12 quai de Saône, 69002 Lyon',
  pageOf: (page, pages) => `Page ${page} sur ${pages}`,
  blocks: [
    {
      type: 'sides',
      left: { title: 'Émis par', lines: ['Andromède'] },
      right: { title: 'Pour', lines: ['Čapek'] },
    },
    { type: 'facts', facts: [{ term: 'Marché', value: 'MP-2026-118' }] },
    { type: 'heading', text: 'Ce qui est proposé' },
    {
      type: 'table',
      table: {
        summary: 'Lignes',
        columns: [
          { header: 'Offre', share: 3 },
          { header: '€ HT', share: 1, align: 'right' },
        ],
        rows: Array.from({ length: rows }, (_, index) => [`Essentiel ${index}`, '35,28']),
      },
    },
    { type: 'totals', totals: [{ term: 'Total', value: '35,28\u202f€' }] },
    { type: 'text', text: 'La capacité est réservée.', look: 'small' },
  ],
})

/** The file with its compressed streams inflated, one character per byte. */
function unfold(file: Buffer): string {
  const text = file.toString('latin1')
  return text.replace(/stream\n([\s\S]*?)\nendstream/g, (whole, body: string) => {
    try {
      return inflateSync(Buffer.from(body, 'latin1')).toString('latin1')
    } catch {
      return whole
    }
  })
}
const count = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].length

test('the same document gives the same file, and another document another file', async () => {
  const file = await printDocument(printed(3))
  expect(file.equals(await printDocument(printed(3)))).toBe(true)
  expect(file.equals(await printDocument(printed(4)))).toBe(false)
})

test('a long table yields to other work every few rows, and concurrent prints equal separate ones', async () => {
  let turns = 0
  let isDone = false
  const turn = () => {
    turns += 1
    if (!isDone) setImmediate(turn)
  }
  setImmediate(turn)
  const file = await printDocument(printed(400))
  isDone = true
  expect(turns).toBeGreaterThanOrEqual(20)
  const [again, other] = await Promise.all([printDocument(printed(400)), printDocument(printed(401))])
  expect(again.equals(file)).toBe(true)
  expect(other.equals(await printDocument(printed(401)))).toBe(true)
})

test('every text of a document is drawn: changing any word changes a page', async () => {
  const pageOf = async (document: PrintedDocument) =>
    unfold(await printDocument({ ...document, title: 'Devis', author: 'Andromède' })).match(
      /BDC[\s\S]*EMC/,
    )?.[0]
  const text = JSON.stringify(printed(2).blocks)
  const page = await pageOf(printed(2))
  for (const word of [
    'Émis',
    'Pour',
    'Čapek',
    'Marché',
    'MP-2026',
    'proposé',
    'Offre',
    'Essentiel 1',
    'Total',
    '35,28',
    'capacité',
  ]) {
    expect(text, word).toContain(word)
    const blocks = JSON.parse(text.replaceAll(word, 'Autre'))
    expect(await pageOf({ ...printed(2), blocks }), word).not.toBe(page)
  }
  for (const over of [{ kind: 'Facture' }, { footer: 'Autre' }, { pageOf: () => '1' }])
    expect(await pageOf({ ...printed(2), ...over })).not.toBe(page)
})

test('the file is a tagged PDF/A-3a in its language, with every font embedded', async () => {
  const file = unfold(await printDocument(printed(3)))
  expect(file.startsWith('%PDF-1.7')).toBe(true)
  expect(file).toContain('<pdfaid:part>3</pdfaid:part>')
  expect(file).toContain('<pdfaid:conformance>A</pdfaid:conformance>')
  expect(file).toMatch(/\/Marked true/)
  expect(file).toMatch(/\/Lang \(fr-FR\)/)
  expect(file).toMatch(/\/OutputIntents/)
  const fonts = count(file, /\/Type \/FontDescriptor/g)
  expect(fonts).toBeGreaterThan(1)
  expect(count(file, /\/FontFile2 \d+ 0 R/g)).toBe(fonts)
})

test('a table over several pages has one header in the structure, and one row per row', async () => {
  const file = unfold(await printDocument(printed(70)))
  expect(count(file, /\/Type \/Page\b(?!s)/g)).toBe(3)
  expect(count(file, /\/S \/THead\b/g)).toBe(1)
  expect(count(file, /\/S \/TH\b/g)).toBe(2)
  expect(count(file, /\/S \/TD\b/g)).toBe(140)
  expect(count(file, /\/S \/H1\b/g)).toBe(1)
})

test('a text uses the typeface parts that contain its letters, and never shows an empty box', () => {
  const has = (font: string, codePoint: number) =>
    font.endsWith('latin-ext') ? codePoint === 0x10c : codePoint < 0x100
  expect(toRuns('Čapek\u202f!', 'regular', has)).toEqual([
    { text: 'Č', font: 'regular-latin-ext' },
    { text: 'apek\u00a0!', font: 'regular-latin' },
  ])
  // A letter in no part falls back to its base letter, or to a question mark.
  expect(toRuns('ǎ中', 'strong', has)).toEqual([{ text: 'a?', font: 'strong-latin' }])
})
