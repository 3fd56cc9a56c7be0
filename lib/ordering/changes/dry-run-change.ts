import type { Tx } from '~/db/client'
import type { ChangeRequest } from '~/db/schema/ordering/changes'
import type { OpContext } from '~/lib/kernel/op-context'
import { carryOutChange } from './carry-out'

class Rehearsed extends Error {}

/**
 * Carries the change out and rolls it back, so that approvers never get a change that is impossible now.
 * Leaves no lock.
 *
 * @throws DomainError the reason why it is impossible
 */
export async function dryRunChange(tx: Tx, ctx: OpContext, request: ChangeRequest): Promise<void> {
  try {
    await tx.transaction(async (within) => {
      await carryOutChange(within, ctx, request, async () => null)
      throw new Rehearsed()
    })
  } catch (error) {
    if (!(error instanceof Rehearsed)) throw error
  }
}
