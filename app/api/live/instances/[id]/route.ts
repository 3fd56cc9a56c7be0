import { defineRoute } from '~/app/_server/define-route'
import { instanceIdParameter } from '~/lib/compute/schema'
import { inspectInstance } from '~/lib/provisioning'

/** A server as its page shows it, with the steps of what is happening to it. */
export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: instanceIdParameter },
  (ctx, { id }) => inspectInstance(ctx, { instanceId: id }),
)
