import type { Readable } from 'node:stream'
import type { OpContext } from '~/lib/kernel/op-context'
import { fileOf } from '../einvoice/document-files'
import { openZip } from './open-zip'
import type { ExportScope } from './queries/document-rows'
import type { Read } from './read'
import { documentPages } from './read-rows'
import type { Progress } from './write-table'

/** The files of a month's documents as issued, in one ZIP; one file at a time in memory. */
export function writeOriginals(
  ctx: OpContext,
  read: Read,
  scope: ExportScope,
  progress: Progress = () => undefined,
): Readable {
  const { zip, stream } = openZip()
  const fill = async () => {
    let done = 0
    for await (const page of documentPages(read, scope))
      for (const { id } of page) {
        for (const kind of ['pdf', 'cii'] as const) {
          const file = await fileOf(ctx, read, { documentId: id, kind })
          zip.addBuffer(Buffer.from(file.content), file.name, { compress: kind === 'cii' })
        }
        progress(++done)
        await waitForDrain(stream)
      }
    zip.end()
  }
  fill().catch((error: unknown) => stream.destroy(error as Error))
  return stream
}

/** Backpressure: waits while the reader is behind, so that added files do not pile up in memory. */
async function waitForDrain(stream: Readable): Promise<void> {
  while (stream.readableLength > stream.readableHighWaterMark && !stream.destroyed)
    await new Promise<void>((resolve) => {
      stream.once('data', () => resolve())
      stream.once('close', () => resolve())
    })
}
