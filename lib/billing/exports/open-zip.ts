import type { Readable } from 'node:stream'
import { ZipFile } from 'yazl'

/** A ZIP writer and its output stream; an error inside ends the stream with that error. */
export function openZip(): { zip: ZipFile; stream: Readable } {
  const zip = new ZipFile()
  // The library's types describe the stream too narrowly.
  const stream = zip.outputStream as Readable
  zip.on('error', (error: Error) => stream.destroy(error))
  return { zip, stream }
}
