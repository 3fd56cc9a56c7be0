import { Readable } from 'node:stream'
import { defineRoute, FileAnswer } from '~/app/_server/define-route'
import { openArchive } from '~/lib/billing'
import { archiveParams } from '~/lib/billing/schema'

export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: archiveParams },
  async (ctx, input) => {
    const { fileName, mediaType, stream } = await openArchive(ctx, input)
    return new FileAnswer(fileName, mediaType, Readable.toWeb(stream) as ReadableStream<Uint8Array>)
  },
)
