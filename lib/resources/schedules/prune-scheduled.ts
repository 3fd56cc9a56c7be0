import { type Tx, withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { erasuresHeldUntil } from '~/lib/recovery'
import { requestCopyDeletion } from '../copies/delete-copy'
import { listSurplus } from './queries/schedules'

/** A wrong rule must not empty a volume's history in one pass: the rest follows in the next ones. */
const bounds = { perVolume: 2, limit: 20 }

/**
 * Deletes snapshots and backups of schedules beyond the number to keep. Only available ones count as kept, so
 * that none is deleted while new ones fail; manual ones are left alone. Copies taken before rows were lost
 * wait for a person's release: the customer may have decided to keep more.
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
    // Another worker requested it meanwhile, or it is in use as a source and follows in a later pass.
    if (!(error instanceof DomainError) || error.code !== 'state_forbids') throw error
  }
}
