import { defineRoute, FileAnswer } from '~/app/_server/define-route'
import { inspectMonthEvidence } from '~/lib/sla'
import { evidenceParams } from '~/lib/sla/schema'

export const GET = defineRoute(
  { surface: 'operator', scope: 'staff', schema: evidenceParams },
  async (ctx, input) => {
    const { name, text } = await inspectMonthEvidence(ctx, input)
    return new FileAnswer(name, 'application/json', text)
  },
)
