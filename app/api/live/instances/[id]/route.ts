import { defineRoute } from '~/app/_server/define-route'
import { inspectInstance } from '~/lib/resources'
import { instanceIdParameter } from '~/lib/resources/schema'

/** A server as shown on its page, with the steps of its current operation. */
export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: instanceIdParameter },
  (ctx, { id }) => inspectInstance(ctx, { instanceId: id }),
)
