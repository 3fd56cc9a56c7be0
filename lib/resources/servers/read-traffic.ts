import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { parisMonth } from '~/lib/kernel/time/paris-month'
import { rateTraffic } from '~/lib/usage'
import type { TrafficView } from '~/lib/usage/client'
import { findServerTraffic } from '~/lib/usage/rows'
import { readInstance } from '../common/read-resource'

/** Outgoing traffic of a server this month, with the included amount. @throws DomainError `not_found` */
export async function readTraffic(
  ctx: OpContext,
  input: { instanceId: Id<'instance'> },
): Promise<TrafficView> {
  authorize(ctx, 'instance:read')
  const month = parisMonth(ctx.now)
  return withOrganisation(ctx, async (tx) => {
    const { instance } = await readInstance(tx, input.instanceId, ctx.now)
    const row = await findServerTraffic(tx, instance.id, month)
    const { includedMebibytes, microCentsPerGibibyte } = row
    const terms = {
      includedMebibytes: BigInt(includedMebibytes ?? 0),
      microCentsPerGibibyte: BigInt(microCentsPerGibibyte ?? 0),
    }
    const rated = rateTraffic(BigInt(row.bytes), terms)
    return {
      usedMebibytes: Number(rated.usedMebibytes),
      countedUntil: row.lastHourAt && endOfHour(row.lastHourAt, ctx.now).toISOString(),
      terms:
        microCentsPerGibibyte === null
          ? null
          : {
              includedMebibytes: Number(rated.includedMebibytes),
              billedMebibytes: Number(rated.billedMebibytes),
              microCentsPerGibibyte,
              cents: rated.cents.toString(),
            },
    }
  })
}

/** The end of the hour; now for the current one. */
function endOfHour(hourAt: string, now: Date): Date {
  const end = addSeconds(new Date(hourAt), 3_600)
  return end < now ? end : now
}
