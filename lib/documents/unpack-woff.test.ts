import { expect, test } from 'vitest'
import { readFonts } from './typeface'
import { unpackWoff } from './unpack-woff'

/** Tables of an SFNT by their tags, with the checksum that the directory says. */
function tablesOf(font: Buffer) {
  return Array.from({ length: font.readUInt16BE(4) }, (_, index) => {
    const at = 12 + index * 16
    const offset = font.readUInt32BE(at + 8)
    const length = font.readUInt32BE(at + 12)
    return { tag: font.toString('latin1', at, at + 4), checksum: font.readUInt32BE(at + 4), offset, length }
  })
}

/** As the specification of OpenType adds a table up. */
function checksumOf(font: Buffer, offset: number, length: number): number {
  let sum = 0
  for (let at = offset; at < offset + length; at += 4) sum = (sum + font.readUInt32BE(at)) >>> 0
  return sum
}

test('the tables that come out add up to what the directory says', () => {
  const fonts = readFonts()
  expect(fonts.size).toBe(4)
  for (const font of fonts.values()) {
    const tables = tablesOf(font)
    expect(tables.map(({ tag }) => tag)).toEqual(
      expect.arrayContaining(['cmap', 'glyf', 'head', 'hmtx', 'loca']),
    )
    for (const { tag, checksum, offset, length } of tables) {
      expect(offset % 4).toBe(0)
      // The head's own sum leaves a field of it out.
      if (tag !== 'head') expect(checksumOf(font, offset, length), tag).toBe(checksum)
    }
  }
})

test('what is no WOFF is refused', () => {
  expect(() => unpackWoff(Buffer.from('OTTO and more'))).toThrow('no WOFF')
})
