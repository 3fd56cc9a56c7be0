import { defineRoute, StreamAnswer } from '~/app/_server/define-route'
import { openStream } from '~/lib/live'
import { streamInput } from '~/lib/live/schema'

/** Events that make the pages of staff refetch. */
export const GET = defineRoute(
  { surface: 'operator', scope: 'staff', schema: streamInput, isStream: true },
  async (ctx) => new StreamAnswer(await openStream(ctx)),
)
