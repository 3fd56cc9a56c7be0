import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { readInstance } from '../common/read-resource'
import type { MetricSeries } from './ranges'
import { readSeries } from './read-series'
import type { InstanceMetricsInput } from './schema'

/**
 * The use of one server of the organisation. @throws DomainError `not_found`, also for another organisation's
 */
export async function getInstanceMetrics(ctx: OpContext, input: InstanceMetricsInput): Promise<MetricSeries> {
  authorize(ctx, 'instance:read')
  return withOrganisation(ctx, async (tx) => {
    const { instance } = await readInstance(tx, input.id, ctx.now)
    return readSeries(tx, { kind: 'instance', id: instance.id }, input.range, ctx.now)
  })
}
