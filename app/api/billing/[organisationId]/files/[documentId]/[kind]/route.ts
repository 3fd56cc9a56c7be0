import { defineRoute, FileAnswer } from '~/app/_server/define-route'
import { readDocumentFile } from '~/lib/billing'
import { documentFileParams } from '~/lib/billing/schema'
import type { Id } from '~/lib/kernel/ids'

export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: documentFileParams },
  async (ctx, { documentId, kind }) => {
    const file = await readDocumentFile(ctx, { documentId: documentId as Id<'invoice'>, kind })
    return new FileAnswer(file.name, file.mediaType, new Uint8Array(file.content))
  },
)
