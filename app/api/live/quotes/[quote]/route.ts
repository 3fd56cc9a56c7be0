import { defineRoute, FileAnswer } from '~/app/_server/define-route'
import { readQuoteFile } from '~/lib/ordering'
import { quoteFileParams } from '~/lib/ordering/schema'

export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: quoteFileParams },
  async (ctx, { quote }) => {
    const { name, content } = await readQuoteFile(ctx, { quoteId: quote })
    return new FileAnswer(name, 'application/pdf', new Uint8Array(content))
  },
)
