import { inflateRawSync } from 'node:zlib'

/** The text of a ZIP entry, found by the central directory; null without it. */
export function zipEntry(zip: Buffer, name: string): string | null {
  let at = zip.lastIndexOf(Buffer.from('504b0506', 'hex'))
  at = zip.readUInt32LE(at + 16)
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const [method, size] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)]
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field))
    const local = zip.readUInt32LE(at + 42)
    if (zip.toString('utf8', at + 46, at + 46 + (nameLength ?? 0)) === name) {
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
      const body = zip.subarray(start, start + size)
      return (method === 8 ? inflateRawSync(body) : body).toString('utf8')
    }
    at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0)
  }
  return null
}
