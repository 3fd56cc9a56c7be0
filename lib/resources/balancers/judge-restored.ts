import { withSystem } from '~/db/client'
import { type BalancerObservation, DriverError } from '~/lib/hypervisors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { isInForce, readBalancerSpec } from './balancer-spec'

/**
 * Compares a restored balancer with its row: the same configuration counts as written; another one is kept, and waits for a
 * person or for its customer. Returns what its row becomes; null when it cannot be judged, because it does not exist.
 */
export async function judgeRestored(
  ctx: OpContext,
  id: Id<'balancer'>,
  seen: Extract<BalancerObservation, { exists: true }> | null,
) {
  if (!seen) return null
  const { digest } = seen
  // A row without a configuration, such as one whose certificate is gone, agrees with nothing.
  const spec = await withSystem(ctx, (tx) => readBalancerSpec(tx, id)).then(
    (read) => read.spec,
    (error: unknown) => {
      if (error instanceof DriverError) return null
      throw error
    },
  )
  if (digest === null || spec === null || !isInForce(spec, digest))
    return { unverified: true, foundDigest: digest ?? '-' }
  const confirmed = { failureCode: null, failureText: null, retryAt: null }
  return { unverified: false, foundDigest: null, appliedDigest: digest, ...confirmed }
}
