import { defineRoute, FileAnswer } from '~/app/_server/define-route'
import { readDocumentFile } from '~/lib/billing'
import { documentFileParams } from '~/lib/billing/schema'

export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: documentFileParams },
  async (ctx, input) => {
    const file = await readDocumentFile(ctx, input)
    return new FileAnswer(file.name, file.mediaType, new Uint8Array(file.content))
  },
)
