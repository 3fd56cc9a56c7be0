import { withStaff } from '~/db/client'
import { listZones } from '~/lib/catalogue'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import type { RefusalReason } from './check-event'
import { listRefusals } from './queries/events'
import { listKeys } from './queries/keys'
import type { MeteringDesk, MeteringKeyView } from './views'

const keysMax = 100
const refusalsMax = 100

/** Metering keys, refused measurements, and zones that can have a key, for staff. */
export async function readMeteringDesk(ctx: OpContext): Promise<MeteringDesk> {
  authorizeStaff(ctx, 'catalogue:inspect')
  return withStaff(ctx, async (tx) => {
    const keys = await listKeys(tx, ctx.now, keysMax)
    const refusals = await listRefusals(tx, refusalsMax)
    return {
      keys: keys.map((key) => ({
        ...key,
        createdAt: key.createdAt.toISOString(),
        endsAt: key.endsAt?.toISOString() ?? null,
        lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
        standing: standingOf(key.endsAt, ctx.now),
      })),
      refusals: refusals.map((row) => ({
        ...row,
        reason: row.reason as RefusalReason,
        refusedAt: new Date(row.refusedAt).toISOString(),
      })),
      zones: (await listZones(tx)).map(({ code }) => code),
    }
  })
}

function standingOf(endsAt: Date | null, now: Date): MeteringKeyView['standing'] {
  if (endsAt === null) return 'open'
  return endsAt > now ? 'ending' : 'ended'
}
