import { withShared } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { hashSecret } from '~/lib/kernel/secrets/secrets'
import { addSeconds } from '~/lib/kernel/time/clock'
import { directoryOf } from '../person'

/** Longer than any request takes from the browser to here. */
const underWaySeconds = 60

/**
 * Whether this session ended less than a minute ago because a new one took its place: a request with its cookie was
 * under way while the browser got the new one. Such a request gets no right from it.
 */
export async function wasJustReplaced(ctx: OpContext, secret: string): Promise<boolean> {
  const since = addSeconds(ctx.now, -underWaySeconds)
  return withShared(ctx, (tx) =>
    directoryOf(ctx).sessions.hasEnded(tx, hashSecret(secret), ['renewed', 'second_factor_changed'], since),
  )
}
