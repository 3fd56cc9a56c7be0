import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize, requireFreshProof } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds, toSecond } from '~/lib/kernel/time/clock'
import { requireExitOnDeletion } from '~/lib/usage'
import { assertAllowed } from '../common/assert-allowed'
import { changeVolumeState } from '../common/change-state'
import { lockVolume } from '../common/lock-resource'
import { graceHours } from '../common/states'
import { volumeCan } from './volume-can'

/**
 * Deletes the volume: kept, claimed and billed for 72 hours during which it can be restored, then erased.
 * Nothing changes on the hypervisor before that, so no saga is needed. A failed volume is removed from the
 * list at once. For a commitment see `deleteInstance`.
 *
 * @throws DomainError `proof_required`, `not_found`, `protected`, `state_forbids` (attached: detach it first)
 */
export async function deleteVolume(
  ctx: OpContext,
  input: { volumeId: Id<'volume'>; acceptedExitCents?: string | undefined },
): Promise<{ outcome: 'deleted' | 'removed' }> {
  authorize(ctx, 'instance:delete')
  await requireFreshProof(ctx)
  return withOrganisation(ctx, async (tx, organisationId) => {
    const volume = await lockVolume(tx, input.volumeId)
    assertAllowed(volumeCan.delete(volume), volume)
    await requireExitOnDeletion(tx, ctx, volume, input.acceptedExitCents)
    const deletedAt = toSecond(ctx.now)
    const hasFailed = volume.state === 'failed'
    await changeVolumeState(tx, ctx, volume.id, {
      from: volumeCan.delete.states,
      to: hasFailed ? 'purged' : 'deleted',
      effectiveAt: deletedAt,
      set: hasFailed ? {} : { deletedAt, purgeAfter: addSeconds(deletedAt, graceHours * 3_600) },
    })
    await recordAudit(tx, ctx, 'volume.deleted', {
      organisationId,
      kind: 'volume',
      id: volume.id,
      details: { name: volume.name },
    })
    return { outcome: hasFailed ? 'removed' : 'deleted' }
  })
}
