import { defineRoute } from '~/app/_server/define-route'
import { getInstanceMetrics } from '~/lib/resources'
import { instanceMetricsInput } from '~/lib/resources/schema'

/** A server's usage over a range that ends now. */
export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: instanceMetricsInput },
  getInstanceMetrics,
)
