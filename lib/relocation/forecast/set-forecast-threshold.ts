import { withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import type { SetForecastThresholdInput } from '../schema'
import { listZoneTitles, upsertThreshold } from './queries/samples'

/**
 * Sets how many days ahead staff are warned that a resource of the zone may run out. @throws DomainError `not_found`
 */
export async function setForecastThreshold(ctx: OpContext, input: SetForecastThresholdInput): Promise<void> {
  authorizeStaff(ctx, 'inventory:change')
  await withStaff(ctx, async (tx) => {
    const zone = (await listZoneTitles(tx)).find((each) => each.id === input.zoneId)
    if (!zone) throw new DomainError('not_found')
    await upsertThreshold(tx, zone.id, input.warnDays)
    await recordAudit(tx, ctx, 'zone.forecast_threshold_set', {
      organisationId: null,
      kind: 'zone',
      id: zone.id,
      details: { warnDays: input.warnDays },
    })
  })
}
