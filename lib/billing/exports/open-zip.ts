import type { Readable } from 'node:stream'
import { ZipFile } from 'yazl'

/** A ZIP being written and the stream it comes out of; what fails inside ends the stream with that error. */
export function openZip(): { zip: ZipFile; stream: Readable } {
  const zip = new ZipFile()
  // The library's types say less of its stream than it is.
  const stream = zip.outputStream as Readable
  zip.on('error', (error: Error) => stream.destroy(error))
  return { zip, stream }
}
