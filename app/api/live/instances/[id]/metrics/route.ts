import { defineRoute } from '~/app/_server/define-route'
import { getInstanceMetrics } from '~/lib/compute'
import { instanceMetricsInput } from '~/lib/compute/schema'

/** What a server used over a range that ends now. */
export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: instanceMetricsInput },
  getInstanceMetrics,
)
