import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { voidExit } from '~/lib/usage'
import { assertAllowed } from '../common/assert-allowed'
import { assertWithinGrace } from '../common/assert-within-grace'
import { changeVolumeState } from '../common/change-state'
import { lockVolume } from '../common/lock-resource'
import { volumeCan } from './volume-can'

/**
 * Restores the volume: `available` again, unchanged. @throws DomainError `not_found`, `state_forbids`,
 * `name_taken`
 */
export async function restoreVolume(ctx: OpContext, input: { volumeId: Id<'volume'> }): Promise<void> {
  authorize(ctx, 'instance:operate')
  await withOrganisation(ctx, async (tx, organisationId) => {
    const volume = await lockVolume(tx, input.volumeId)
    assertAllowed(volumeCan.restore(volume), volume)
    await assertWithinGrace(tx, volume, ctx.now)
    await changeVolumeState(tx, ctx, volume.id, {
      from: volumeCan.restore.states,
      to: 'available',
      effectiveAt: ctx.now,
      set: { deletedAt: null, purgeAfter: null },
    })
    await voidExit(tx, volume)
    await recordAudit(tx, ctx, 'volume.restored', { organisationId, kind: 'volume', id: volume.id })
  })
}
