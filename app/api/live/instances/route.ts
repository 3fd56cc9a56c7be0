import { defineRoute } from '~/app/_server/define-route'
import { listInstances } from '~/lib/resources'
import { listInstancesInput } from '~/lib/resources/schema'

/** Polled by the list of servers. */
export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: listInstancesInput },
  listInstances,
)
