import type { Readable } from 'node:stream'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { fileOf } from '../einvoice/document-files'
import { openZip } from './open-zip'
import type { Read } from './read'
import type { Progress } from './write-table'

/** The files of each document, in their order. */
export const originalKinds = ['pdf', 'cii'] as const

/** The files of these documents as issued, in one ZIP; one file at a time in memory. */
export function writeOriginals(
  ctx: OpContext,
  read: Read,
  pages: AsyncIterable<readonly Id<'invoice'>[]>,
  progress: Progress = () => undefined,
): Readable {
  const { zip, stream } = openZip()
  const fill = async () => {
    let done = 0
    for await (const page of pages)
      for (const documentId of page) {
        for (const kind of originalKinds) {
          // The reader has gone.
          if (stream.destroyed) return
          const file = await fileOf(ctx, read, { documentId, kind })
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
