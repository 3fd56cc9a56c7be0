import { expect, test } from 'vitest'
import { readFonts } from './typeface'
import { unpackWoff } from './unpack-woff'

/** Tables of an SFNT by tag, with the checksum of its directory. */
function tablesOf(font: Buffer) {
  return Array.from({ length: font.readUInt16BE(4) }, (_, index) => {
    const at = 12 + index * 16
    const offset = font.readUInt32BE(at + 8)
    const length = font.readUInt32BE(at + 12)
    return { tag: font.toString('latin1', at, at + 4), checksum: font.readUInt32BE(at + 4), offset, length }
  })
}

/** The table checksum of the OpenType specification. */
function checksumOf(font: Buffer, offset: number, length: number): number {
  let sum = 0
  for (let at = offset; at < offset + length; at += 4) sum = (sum + font.readUInt32BE(at)) >>> 0
  return sum
}

test('unpacked tables match the checksums of the directory', () => {
  const fonts = readFonts()
  expect(fonts.size).toBe(4)
  for (const font of fonts.values()) {
    const tables = tablesOf(font)
    expect(tables.map(({ tag }) => tag)).toEqual(
      expect.arrayContaining(['cmap', 'glyf', 'head', 'hmtx', 'loca']),
    )
    for (const { tag, checksum, offset, length } of tables) {
      expect(offset % 4).toBe(0)
      // The checksum of `head` excludes one of its fields.
      if (tag !== 'head') expect(checksumOf(font, offset, length), tag).toBe(checksum)
    }
  }
})

test('a file that is not WOFF is rejected', () => {
  expect(() => unpackWoff(Buffer.from('OTTO and more'))).toThrow('no WOFF')
})
