import { defineRoute, StreamAnswer } from '~/app/_server/define-route'
import { openStream } from '~/lib/live'
import { streamInput } from '~/lib/live/schema'

/** Events that make the pages of an organisation refetch. */
export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: streamInput, isStream: true },
  async (ctx) => new StreamAnswer(await openStream(ctx)),
)
