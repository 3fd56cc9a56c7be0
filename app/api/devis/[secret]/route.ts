import { defineRoute, FileAnswer } from '~/app/_server/define-route'
import { readSharedQuoteFile } from '~/lib/ordering'
import { sharedQuoteParams } from '~/lib/ordering/schema'

export const GET = defineRoute(
  { surface: 'portal', scope: 'public', schema: sharedQuoteParams },
  async (ctx, input) => {
    const { name, content } = await readSharedQuoteFile(ctx, input)
    return new FileAnswer(name, 'application/pdf', new Uint8Array(content))
  },
)
