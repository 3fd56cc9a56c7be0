import { type Tx, withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { requestVolumeGrowth } from '../grow-volume'
import { type Judge, judgeLimits, type WaitingChange } from '../judge-change'
import { requestResize } from '../resize-instance'

/** A customer's change as this domain makes it, without the rules about orders that are above it. */
function unjudged<I, D extends { outcome: 'done' }>(
  request: (tx: Tx, ctx: OpContext, input: I, judge: Judge) => Promise<D | WaitingChange>,
) {
  return async (ctx: OpContext, input: I): Promise<D> => {
    authorize(ctx, 'instance:operate')
    const outcome = await withOrganisation(ctx, (tx) => request(tx, ctx, input, judgeLimits))
    invariant(outcome.outcome === 'done', 'limits refuse or let pass')
    return outcome
  }
}

export const resizeInstance = unjudged<
  { instanceId: Id<'instance'>; bundleId: Id<'bundle'> },
  Awaited<ReturnType<typeof requestResize>> & { outcome: 'done' }
>(requestResize)
export const growVolume = unjudged<
  { volumeId: Id<'volume'>; bundleId: Id<'bundle'> },
  Awaited<ReturnType<typeof requestVolumeGrowth>> & { outcome: 'done' }
>(requestVolumeGrowth)
