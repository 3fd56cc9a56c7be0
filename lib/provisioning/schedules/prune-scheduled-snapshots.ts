import { type Tx, withSystem } from '~/db/client'
import { listSurplusSnapshots } from '~/db/queries/provisioning/schedules'
import { lockSnapshot, lockVolume } from '~/lib/compute'
import { authorizeSystem } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { requestSnapshotDeletion } from '../delete-snapshot'

/** A wrong rule must not empty a volume's history in one turn: what is left over goes in the next ones. */
const bounds = { perVolume: 2, limit: 20 }

/**
 * Snapshots that their schedule took and no longer keeps are `deleting`. Only those that stand count among the
 * kept, so that none goes while new ones fail; those that a person took are left alone.
 */
export async function pruneScheduledSnapshots(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  const surplus = await withSystem(ctx, (tx) => listSurplusSnapshots(tx, bounds))
  for (const each of surplus) await withSystem(ctx, (tx) => prune(tx, ctx, each))
}

async function prune(
  tx: Tx,
  ctx: OpContext,
  { id, volumeId }: { id: Id<'snapshot'>; volumeId: Id<'volume'> },
): Promise<void> {
  const volume = await lockVolume(tx, volumeId)
  const snapshot = await lockSnapshot(tx, id)
  // Another worker has asked for it meanwhile.
  if (snapshot.state !== 'available') return
  try {
    await requestSnapshotDeletion(tx, ctx, volume, snapshot)
  } catch (error) {
    // Refused before anything is written: it is being copied, say, and goes in a later turn.
    if (!(error instanceof DomainError) || error.code !== 'state_forbids') throw error
  }
}
