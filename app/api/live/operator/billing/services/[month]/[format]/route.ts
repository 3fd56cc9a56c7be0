import { defineRoute, FileAnswer } from '~/app/_server/define-route'
import { readServiceList } from '~/lib/billing'
import { serviceListParams } from '~/lib/billing/schema'

export const GET = defineRoute(
  { surface: 'operator', scope: 'staff', schema: serviceListParams },
  async (ctx, params) => {
    const { name, mediaType, content } = await readServiceList(ctx, params)
    return new FileAnswer(name, mediaType, content)
  },
)
