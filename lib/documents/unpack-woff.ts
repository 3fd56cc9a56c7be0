import { inflateSync } from 'node:zlib'

const woffHeaderBytes = 44
const woffEntryBytes = 20
const sfntHeaderBytes = 12
const sfntEntryBytes = 16

/**
 * The font inside a WOFF 1.0 file (W3C, 2012) as plain SFNT with its tables unpacked: otherwise the PDF library would
 * unpack them for each document. Throws for other files. Pure.
 */
export function unpackWoff(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('the file is no WOFF')
  const tables = Array.from({ length: woff.readUInt16BE(12) }, (_, index) => {
    const at = woffHeaderBytes + index * woffEntryBytes
    const [offset, packed, length, checksum] = [4, 8, 12, 16].map((field) => woff.readUInt32BE(at + field))
    if (offset === undefined || packed === undefined || length === undefined || checksum === undefined)
      throw new Error('the file is cut')
    const body = woff.subarray(offset, offset + packed)
    return {
      tag: woff.subarray(at, at + 4),
      checksum,
      data: packed < length ? inflateSync(body) : body,
    }
  })
  const head = Buffer.alloc(sfntHeaderBytes + tables.length * sfntEntryBytes)
  const log = Math.floor(Math.log2(tables.length))
  head.writeUInt32BE(woff.readUInt32BE(4), 0)
  head.writeUInt16BE(tables.length, 4)
  head.writeUInt16BE(2 ** log * 16, 6)
  head.writeUInt16BE(log, 8)
  head.writeUInt16BE(tables.length * 16 - 2 ** log * 16, 10)
  const bodies: Buffer[] = []
  let offset = head.length
  for (const [index, { tag, checksum, data }] of tables.entries()) {
    const at = sfntHeaderBytes + index * sfntEntryBytes
    tag.copy(head, at)
    head.writeUInt32BE(checksum, at + 4)
    head.writeUInt32BE(offset, at + 8)
    head.writeUInt32BE(data.length, at + 12)
    // Tables start at multiples of four.
    const padded = Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)])
    bodies.push(padded)
    offset += padded.length
  }
  return Buffer.concat([head, ...bodies])
}
