import { Readable } from 'node:stream'
import { defineRoute, FileAnswer } from '~/app/_server/define-route'
import { openPreparedExport } from '~/lib/billing'
import { preparedExportParams } from '~/lib/billing/schema'

export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: preparedExportParams },
  async (ctx, input) => {
    const { fileName, mediaType, stream } = await openPreparedExport(ctx, input)
    return new FileAnswer(fileName, mediaType, Readable.toWeb(stream) as ReadableStream<Uint8Array>)
  },
)
