import { defineRoute, FileAnswer } from '~/app/_server/define-route'
import { readMonthEvidence } from '~/lib/sla'
import { evidenceParams } from '~/lib/sla/schema'

export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: evidenceParams },
  async (ctx, input) => {
    const { name, text } = await readMonthEvidence(ctx, input)
    return new FileAnswer(name, 'application/json', text)
  },
)
