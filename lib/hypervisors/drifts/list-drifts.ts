import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import type { DriftPage } from './client'
import { isDriftKind } from './kinds'
import { listComparisons, listRecentDrifts } from './queries/drifts'

const shown = 200
/** Zones are compared once a minute; the page warns after three missed comparisons. */
const overdueSeconds = 180

/**
 * Returns when each zone was last compared with its hypervisor, and the differences: open ones, then recently ended
 * ones.
 */
export async function listDrifts(ctx: OpContext): Promise<DriftPage> {
  authorizeStaff(ctx, 'inventory:read')
  return withStaff(ctx, async (tx) => ({
    comparisons: (await listComparisons(tx)).map(({ comparison, zoneCode, zoneName }) => ({
      zoneId: comparison.zoneId,
      zoneCode,
      zoneName,
      comparedAt: comparison.comparedAt?.toISOString() ?? null,
      isOverdue: (comparison.comparedAt ?? comparison.turnAt) < addSeconds(ctx.now, -overdueSeconds),
      objects: comparison.objects,
      open: comparison.open,
      healed: comparison.healed,
      withheld: comparison.withheld,
    })),
    drifts: (await listRecentDrifts(tx, shown)).flatMap(({ drift, zoneCode, zoneName }) =>
      isDriftKind(drift.kind)
        ? [
            {
              id: drift.id,
              kind: drift.kind,
              zoneCode,
              zoneName,
              subject: drift.subject,
              expected: drift.details.expected ?? null,
              found:
                drift.details.found ??
                drift.details.name ??
                drift.details.place ??
                drift.details.state ??
                null,
              state: drift.state,
              isHeld: drift.held && drift.state === 'open',
              firstSeenAt: drift.firstSeenAt.toISOString(),
              endedAt: drift.endedAt?.toISOString() ?? null,
            },
          ]
        : [],
    ),
  }))
}
