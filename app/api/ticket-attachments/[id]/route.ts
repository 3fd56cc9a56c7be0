import { defineRoute, FileAnswer } from '~/app/_server/define-route'
import { readAttachment } from '~/lib/support'
import { attachmentParams } from '~/lib/support/schema'

export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: attachmentParams },
  async (ctx, input) => {
    const { name, mediaType, content } = await readAttachment(ctx, input)
    return new FileAnswer(name, mediaType, new Uint8Array(content))
  },
)
