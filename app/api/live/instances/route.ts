import { defineRoute } from '~/app/_server/define-route'
import { listInstances } from '~/lib/compute'
import { listInstancesInput } from '~/lib/compute/schema'

/** What the list of servers looks at again and again while it is open. */
export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: listInstancesInput },
  listInstances,
)
