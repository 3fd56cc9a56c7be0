import { defineRoute, FileAnswer } from '~/app/_server/define-route'
import { readDocument } from '~/lib/ordering'
import { documentParams } from '~/lib/ordering/schema'

export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: documentParams },
  async (ctx, input) => {
    const { name, mediaType, content } = await readDocument(ctx, input)
    return new FileAnswer(name, mediaType, new Uint8Array(content))
  },
)
