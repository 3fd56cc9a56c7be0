import { type Tx, withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { erasuresHeldUntil } from '~/lib/recovery'
import { requestCopyDeletion } from '../copies/delete-copy'
import { listSurplus } from './queries/schedules'

/** A wrong rule must not empty a volume's history in one turn: what is left over goes in the next ones. */
const bounds = { perVolume: 2, limit: 20 }

/**
 * Snapshots and backups that their schedule took and no longer keeps are `deleting`. Only those that are available count
 * among the kept, so that none goes while new ones fail; those that a person took are left alone.
 * What was taken before rows were lost waits until a person releases it: the customer may have decided to keep more.
 */
export async function pruneScheduled(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  const read = <P extends 'snapshot' | 'backup'>(kind: P) =>
    withSystem(ctx, async (tx) =>
      listSurplus(tx, kind, { ...bounds, heldUntil: await erasuresHeldUntil(tx) }),
    )
  for (const { id } of await read('snapshot'))
    await prune(ctx, (tx) => requestCopyDeletion(tx, ctx, 'volume_snapshot', id))
  for (const { id } of await read('backup'))
    await prune(ctx, (tx) => requestCopyDeletion(tx, ctx, 'backup', id))
}

async function prune(ctx: OpContext, deletion: (tx: Tx) => Promise<unknown>): Promise<void> {
  try {
    await withSystem(ctx, deletion)
  } catch (error) {
    // Another worker requested it meanwhile, or it is being copied and goes in a later turn.
    if (!(error instanceof DomainError) || error.code !== 'state_forbids') throw error
  }
}
