import { withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { closeUsage, openUsage } from '~/lib/usage'
import { lockInstance } from '../common/lock-resource'
import { listMeteredOnSilentHosts, listUnmeteredAnswering } from './queries/silent-usage'

/** A hypervisor that is restarted takes no connections for a few seconds, and its servers run on. */
const lastingSeconds = 12
/** The last look at which a server answered is up to a round older than the first at which its host did not. */
const earlierSeconds = 15
/** A host that is back for so long has started its servers, whether or not anybody looks at them. */
const longBackSeconds = 120

/**
 * Compute of a server whose host does not answer is not billed: its interval ends before the first look that found the host
 * silent, and another begins once the server answers again. The disk goes on, as of a server that is stopped. Two workers
 * that do it at once do no harm.
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
      if (silent) await closeUsage(tx, id, ['compute'], addSeconds(silent.since, -earlierSeconds), ctx.now)
    })
  for (const id of await withSystem(ctx, (tx) => listUnmeteredAnswering(tx, longBack)))
    await withSystem(ctx, async (tx) => {
      const resource = await lockInstance(tx, id)
      const [answering] = await listUnmeteredAnswering(tx, longBack, id)
      if (answering) await openUsage(tx, { resource, meters: ['compute'], at: ctx.now, recordedAt: ctx.now })
    })
}
