import { defineRoute } from '~/app/_server/define-route'
import { listBalancers } from '~/lib/resources'
import { listBalancersInput } from '~/lib/resources/schema'

/** The load balancers of a project, or of all. */
export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: listBalancersInput },
  listBalancers,
)
