import { withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { closeUsage, openUsage } from '~/lib/usage'
import { lockInstance } from '../common/lock-resource'
import { listMeteredOnSilentHosts, listUnmeteredAnswering } from './queries/silent-usage'

/** A hypervisor that restarts refuses connections for a few seconds, and its servers keep running. */
const lastingSeconds = 12
/** A server's last successful check is up to one round older than the first failed check of its host. */
const earlierSeconds = 15
/** The instant until which servers of a host were surely there. Pure. */
export const silentSince = (since: Date): Date => addSeconds(since, -earlierSeconds)
/** A host that has been back for this long has started its servers, even without a check of them. */
const longBackSeconds = 120

/**
 * Compute of a server on an unreachable host is not billed: its interval ends before the first failed check of
 * the host, and another starts once the server answers again. The disk continues, as for a stopped server.
 * Safe to run in two workers at once.
 */
export async function meterSilentHosts(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  const lastingSince = addSeconds(ctx.now, -lastingSeconds)
  const longBack = addSeconds(ctx.now, -longBackSeconds)
  for (const { id } of await withSystem(ctx, (tx) => listMeteredOnSilentHosts(tx, lastingSince)))
    await withSystem(ctx, async (tx) => {
      await lockInstance(tx, id)
      // Read again under the lock: it may have been stopped, or its host is back.
      const [silent] = await listMeteredOnSilentHosts(tx, lastingSince, id)
      if (silent) await closeUsage(tx, id, ['compute'], silentSince(silent.since), ctx.now)
    })
  for (const id of await withSystem(ctx, (tx) => listUnmeteredAnswering(tx, longBack)))
    await withSystem(ctx, async (tx) => {
      const resource = await lockInstance(tx, id)
      const [answering] = await listUnmeteredAnswering(tx, longBack, id)
      if (answering) await openUsage(tx, { resource, meters: ['compute'], at: ctx.now, recordedAt: ctx.now })
    })
}
