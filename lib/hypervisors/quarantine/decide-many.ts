import { authorizeStaff, requireFreshProof } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { decideQuarantine } from './decide-quarantine'
import type { DecideManyInput } from './schema'

/**
 * Proposes or confirms the deletion of several objects, each in its own transaction: one that is refused leaves the others
 * alone. Returns how many were decided. The seven days are kept; to shorten them, each object is decided alone.
 *
 * @throws DomainError `proof_required`
 */
export async function decideMany(
  ctx: OpContext,
  { quarantineIds, decision }: DecideManyInput,
): Promise<{ done: number }> {
  authorizeStaff(ctx, 'inventory:change')
  await requireFreshProof(ctx)
  let done = 0
  for (const quarantineId of new Set(quarantineIds))
    try {
      await decideQuarantine(ctx, { quarantineId, decision, beforeTerm: false })
      done += 1
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
    }
  return { done }
}
