import { defineRoute } from '~/app/_server/define-route'
import { getHostMetrics } from '~/lib/resources'
import { hostMetricsInput } from '~/lib/resources/schema'

/** The total usage of a host's servers over a range that ends now. */
export const GET = defineRoute(
  { surface: 'operator', scope: 'staff', schema: hostMetricsInput },
  getHostMetrics,
)
