import { defineRoute } from '~/app/_server/define-route'
import { inspectVolume } from '~/lib/resources'
import { volumeIdParameter } from '~/lib/resources/schema'

/** A volume as its page shows it, with the steps of what is happening to it. */
export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: volumeIdParameter },
  (ctx, { id }) => inspectVolume(ctx, { volumeId: id }),
)
