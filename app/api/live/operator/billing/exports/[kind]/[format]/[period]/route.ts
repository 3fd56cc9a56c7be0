import { Readable } from 'node:stream'
import { defineRoute, FileAnswer } from '~/app/_server/define-route'
import { openOperatorExport } from '~/lib/billing'
import { exportInput } from '~/lib/billing/schema'

export const GET = defineRoute(
  { surface: 'operator', scope: 'staff', schema: exportInput },
  async (ctx, input) => {
    const { fileName, mediaType, stream } = await openOperatorExport(ctx, input)
    return new FileAnswer(fileName, mediaType, Readable.toWeb(stream) as ReadableStream<Uint8Array>)
  },
)
