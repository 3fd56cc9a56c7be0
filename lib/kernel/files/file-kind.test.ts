import { expect, test } from 'vitest'
import { fileKind, kindByName, safeFileName } from './file-kind'

const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)),
  )

test.each([
  ['a PDF', bytes('%PDF-1.7\n…\n%%EOF\n'), 'application/pdf'],
  ['half a PDF', bytes('%PDF-1.7\n'), null],
  ['a PNG', bytes([0x89], 'PNG\r\n', [0x1a], '\n…'), 'image/png'],
  ['a JPEG', bytes([0xff, 0xd8, 0xff, 0xe0], 'JFIF', [0xff, 0xd9]), 'image/jpeg'],
  ['a JPEG cut short', bytes([0xff, 0xd8, 0xff, 0xe0], 'JFIF'), null],
  ['a web page declared as a PDF', bytes('<html><script>alert(1)</script>%%EOF'), null],
  ['an archive', bytes('PK', [3, 4]), null],
  ['nothing', bytes(), null],
] as const)('%s', (_title, content, kind) => {
  expect(fileKind(content)).toBe(kind)
})

test.each([
  ['bon.pdf', 'application/pdf'],
  ['PHOTO.JPEG', 'image/jpeg'],
  ['page.png.html', null],
  ['pdf', null],
  ['a.constructor', null],
])('%s is detected as %s', (name, kind) => {
  expect(kindByName(name)).toBe(kind)
})

test.each([
  ['Bon de commande n° 14.pdf.exe', 'application/pdf', 'Bon de commande n 14.pdf.pdf'],
  ['../../etc/passwd', 'image/png', 'etcpasswd.png'],
  ['a"\r\nset-cookie: x.pdf', 'application/pdf', 'aset-cookie x.pdf'],
  ['…', 'image/jpeg', 'document.jpg'],
])('%s is saved with its real type', (name, kind, expected) => {
  expect(safeFileName(name, kind)).toBe(expected)
})
