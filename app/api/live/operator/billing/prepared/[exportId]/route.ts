import { Readable } from 'node:stream'
import { defineRoute, FileAnswer } from '~/app/_server/define-route'
import { openPreparedOperatorExport } from '~/lib/billing'
import { preparedExportParams } from '~/lib/billing/schema'
import type { Id } from '~/lib/kernel/ids'

export const GET = defineRoute(
  { surface: 'operator', scope: 'staff', schema: preparedExportParams },
  async (ctx, { exportId }) => {
    const { fileName, mediaType, stream } = await openPreparedOperatorExport(ctx, {
      exportId: exportId as Id<'export'>,
    })
    return new FileAnswer(fileName, mediaType, Readable.toWeb(stream) as ReadableStream<Uint8Array>)
  },
)
