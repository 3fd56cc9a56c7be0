import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { findCostWatch, listNotifiedAnomalies, replaceCostWatch } from './queries/cost-watch'
import type { CostWatchView } from './views'
import { defaultMinimumCents } from './watch-costs'

const daysShown = 90
const rowsShown = 30

/** The cost watch settings, and the anomalies of the last ninety days. */
export async function readCostWatch(ctx: OpContext): Promise<CostWatchView> {
  authorize(ctx, 'billing:view')
  const since = parisDay(addSeconds(ctx.now, -daysShown * 86_400))
  return withOrganisation(ctx, async (tx, organisationId) => {
    const [watch, anomalies] = await Promise.all([
      findCostWatch(tx, organisationId),
      listNotifiedAnomalies(tx, organisationId, since, rowsShown),
    ])
    return {
      isOn: watch?.isOn ?? true,
      minimumEuros: Number((watch?.minimumCents ?? defaultMinimumCents) / 100n),
      anomalies: anomalies.map(({ projectId, project, day, cents, expectedCents, allowedCents, causes }) => ({
        projectId,
        project,
        day,
        cents: cents.toString(),
        expectedCents: expectedCents.toString(),
        allowedCents: allowedCents.toString(),
        causes,
      })),
    }
  })
}

/**
 * Sets the cost watch or turns it off.
 *
 * @throws DomainError `forbidden`
 */
export async function changeCostWatch(
  ctx: OpContext,
  { isOn, minimumEuros }: { isOn: boolean; minimumEuros: number },
): Promise<void> {
  authorize(ctx, 'billing:manage')
  await withOrganisation(ctx, async (tx, organisationId) => {
    await replaceCostWatch(tx, organisationId, { isOn, minimumCents: BigInt(minimumEuros) * 100n }, ctx.now)
    await recordAudit(tx, ctx, 'cost_watch.changed', {
      organisationId,
      kind: 'organisation',
      id: organisationId,
      details: { isOn, minimumEuros },
    })
  })
}
