import { defineRoute, FileAnswer } from '~/app/_server/define-route'
import { readAnyDocumentFile } from '~/lib/billing'
import { documentFileParams } from '~/lib/billing/schema'
import type { Id } from '~/lib/kernel/ids'

export const GET = defineRoute(
  { surface: 'operator', scope: 'staff', schema: documentFileParams },
  async (ctx, { documentId, kind }) => {
    const file = await readAnyDocumentFile(ctx, { documentId: documentId as Id<'invoice'>, kind })
    return new FileAnswer(file.name, file.mediaType, new Uint8Array(file.content))
  },
)
