import type { Tx } from '~/db/client'
import type { ChangeRequest } from '~/db/schema/ordering/changes'
import type { OpContext } from '~/lib/kernel/op-context'
import { carryOutChange } from './carry-out'

class Rehearsed extends Error {}

/**
 * Nobody is asked about a change that could not be made now: it is carried out and undone, and nothing of it stays locked.
 *
 * @throws DomainError why it cannot be made
 */
export async function rehearse(tx: Tx, ctx: OpContext, request: ChangeRequest): Promise<void> {
  try {
    await tx.transaction(async (within) => {
      await carryOutChange(within, ctx, request, async () => null)
      throw new Rehearsed()
    })
  } catch (error) {
    if (!(error instanceof Rehearsed)) throw error
  }
}
