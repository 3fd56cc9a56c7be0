import { defineRoute, FileAnswer } from '~/app/_server/define-route'
import { openReport } from '~/lib/sla'
import { reportInput } from '~/lib/sla/schema'

/** A month's service levels as a report to archive, or with the complete evidence. */
export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: reportInput },
  async (ctx, input) => {
    const { fileName, mediaType, body } = await openReport(ctx, input)
    return new FileAnswer(fileName, mediaType, body)
  },
)
