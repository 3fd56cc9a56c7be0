import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { hostExists } from './queries/hosts'
import type { MetricSeries } from './ranges'
import { readSeries } from './read-series'
import type { HostMetricsInput } from './schema'

/** The total use of all servers on a host. @throws DomainError `not_found` */
export async function getHostMetrics(ctx: OpContext, input: HostMetricsInput): Promise<MetricSeries> {
  authorizeStaff(ctx, 'inventory:read')
  return withStaff(ctx, async (tx) => {
    if (!(await hostExists(tx, input.host))) throw new DomainError('not_found')
    return readSeries(tx, { kind: 'host', id: input.host }, input.range, ctx.now)
  })
}
