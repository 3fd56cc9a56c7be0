import { defineRoute } from '~/app/_server/define-route'
import { inspectVolume } from '~/lib/resources'
import { volumeIdParameter } from '~/lib/resources/schema'

/** A volume as shown on its page, with the steps of its current operation. */
export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: volumeIdParameter },
  (ctx, { id }) => inspectVolume(ctx, { volumeId: id }),
)
