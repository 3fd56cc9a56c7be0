import { defineRoute } from '~/app/_server/define-route'
import { listInstances } from '~/lib/resources'
import { listInstancesInput } from '~/lib/resources/schema'

/** What the list of servers looks at again and again while it is open. */
export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: listInstancesInput },
  listInstances,
)
