import { Readable } from 'node:stream'
import { defineRoute, FileAnswer } from '~/app/_server/define-route'
import { openExport } from '~/lib/billing'
import { exportInput } from '~/lib/billing/schema'

export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: exportInput },
  async (ctx, input) => {
    const { fileName, mediaType, stream } = await openExport(ctx, input)
    return new FileAnswer(fileName, mediaType, Readable.toWeb(stream) as ReadableStream<Uint8Array>)
  },
)
