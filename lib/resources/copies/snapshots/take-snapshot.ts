import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { lockVolume } from '../../common/lock-resource'
import type { Judge } from '../../limits/judge-change'
import { requestSnapshot } from '../request-volume-snapshot'

/**
 * In `tx`: the snapshot is `creating` and its room claimed, unless `judge` has it wait. Billing starts when the hypervisor
 * says that it was taken.
 *
 * @throws DomainError `not_found`, `state_forbids`, `name_taken`, `insufficient_capacity`, `quota_exceeded`, and what
 *   `judge` refuses
 */
export async function requestVolumeSnapshot(
  tx: Tx,
  ctx: OpContext,
  input: { volumeId: Id<'volume'>; name: string },
  judge: Judge,
) {
  const volume = await lockVolume(tx, input.volumeId)
  return requestSnapshot(tx, ctx, volume, { name: input.name, scheduledFor: null }, judge)
}
