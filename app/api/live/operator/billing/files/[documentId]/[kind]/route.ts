import { defineRoute, FileAnswer } from '~/app/_server/define-route'
import { readAnyDocumentFile } from '~/lib/billing'
import { documentFileParams } from '~/lib/billing/schema'

export const GET = defineRoute(
  { surface: 'operator', scope: 'staff', schema: documentFileParams },
  async (ctx, input) => {
    const file = await readAnyDocumentFile(ctx, input)
    return new FileAnswer(file.name, file.mediaType, new Uint8Array(file.content))
  },
)
