import { defineRoute, FileAnswer } from '~/app/_server/define-route'
import { readStaffAttachment } from '~/lib/support'
import { attachmentParams } from '~/lib/support/schema'

export const GET = defineRoute(
  { surface: 'operator', scope: 'staff', schema: attachmentParams },
  async (ctx, input) => {
    const { name, mediaType, content } = await readStaffAttachment(ctx, input)
    return new FileAnswer(name, mediaType, new Uint8Array(content))
  },
)
