import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { slotsOf } from './forecast/window'
import { findOwnWaitingMove, updateSlot } from './queries/own-moves'
import type { ChooseMoveSlotInput } from './schema'

/**
 * Sets the earliest hour at which the server moves, within the window; null for any time in it. The last choice counts.
 *
 * @throws DomainError `not_found`, `state_forbids` when it moves or has moved, `invalid_input` about `slotAt`
 *   when it is not an hour of the window that can still be chosen
 */
export async function chooseMoveSlot(ctx: OpContext, input: ChooseMoveSlotInput): Promise<void> {
  authorize(ctx, 'instance:operate')
  const instanceId = input.instanceId
  const slotAt = input.slotAt ? new Date(input.slotAt) : null
  await withOrganisation(ctx, async (tx, organisationId) => {
    const move = await findOwnWaitingMove(tx, instanceId)
    if (move?.relocationId !== input.relocationId) throw new DomainError('not_found')
    authorize(ctx, 'instance:operate', move.projectId)
    const isOffered = slotsOf(move, ctx.now).some((slot) => slot.getTime() === slotAt?.getTime())
    if (slotAt && !isOffered)
      throw new DomainError('invalid_input', { field: 'slotAt', params: { reason: 'not_offered' } })
    const which = { relocationId: move.relocationId, instanceId }
    if (!(await updateSlot(tx, which, slotAt, ctx.now)))
      throw new DomainError('state_forbids', { params: { state: move.instanceState } })
    await recordAudit(tx, ctx, 'instance.move_slot_chosen', {
      organisationId,
      kind: 'instance',
      id: instanceId,
      details: { slotAt: slotAt?.toISOString() ?? null },
    })
  })
}
