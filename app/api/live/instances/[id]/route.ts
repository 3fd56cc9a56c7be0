import { defineRoute } from '~/app/_server/define-route'
import { inspectInstance } from '~/lib/resources'
import { instanceIdParameter } from '~/lib/resources/schema'

/** A server as its page shows it, with the steps of what is happening to it. */
export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: instanceIdParameter },
  (ctx, { id }) => inspectInstance(ctx, { instanceId: id }),
)
