import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { atParisHour, parisClock } from '~/lib/kernel/time/paris-clock'
import { proposeDrain, startDrain } from '~/lib/relocation'

const customer = 'Nordix Conseil'
const hour = 22
const windowHours = 4

/**
 * Plans a drain of one host for tomorrow night: its customer sees the affected server and may choose the hour. Uses a
 * host with servers of this customer only, so that the others' pages stay as they were.
 */
export async function seedPlannedDrain(
  ctx: OpContext,
  hostIdByName: ReadonlyMap<string, Id<'host'>>,
): Promise<void> {
  const { year, month, day } = parisClock(ctx.now)
  for (const hostId of hostIdByName.values()) {
    const { moves, stays, mayBeDrained, planKey } = await proposeDrain(ctx, hostId)
    const isTheirs = moves.length > 0 && moves.every((move) => move.organisation.name === customer)
    if (!isTheirs || stays.length > 0 || !mayBeDrained) continue
    await startDrain(ctx, {
      hostId,
      planKey,
      reason: 'Remplacement d’un ventilateur',
      concurrentMax: 1,
      startsAt: atParisHour(year, month, day + 1, hour).toISOString(),
      windowHours,
    })
    return
  }
}
