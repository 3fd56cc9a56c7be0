import { withOrganisation } from '~/db/client'
import { countScheduled, removeSchedule, upsertSchedule } from '~/db/queries/provisioning/schedules'
import { recordAudit } from '~/lib/audit'
import { lockVolume, refuseUnless, snapshotMonthlyCents, volumeCan } from '~/lib/compute'
import { authorize, requireFreshProof } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { nextSlot } from './schedule-rule'
import type { SetSnapshotScheduleInput } from './schema'

/**
 * Snapshots of the volume are taken by this rule from its next instant on, and of those the newest `keep` are
 * kept: the worker deletes the others, so keeping fewer than there are asks for a proof. Those that a person
 * took are never deleted by it.
 *
 * @throws DomainError `proof_required`, `not_found`, `state_forbids`
 */
export async function setSnapshotSchedule(ctx: OpContext, input: SetSnapshotScheduleInput): Promise<void> {
  authorize(ctx, 'instance:operate')
  const { volumeId, rule, keep } = input
  const held = await withOrganisation(ctx, (tx) => countScheduled(tx, volumeId))
  if (held > keep) await requireFreshProof(ctx)
  await withOrganisation(ctx, async (tx, organisationId) => {
    const volume = await lockVolume(tx, volumeId)
    refuseUnless(volumeCan.schedule(volume), volume)
    if ((await snapshotMonthlyCents(tx, volume, ctx.now)) === null)
      throw new DomainError('state_forbids', { params: { reason: 'snapshots_not_sold' } })
    const nothing = { everyHours: null, atHour: null, onWeekday: null }
    await upsertSchedule(tx, {
      ...nothing,
      ...rule,
      volumeId,
      organisationId,
      keep,
      nextDueAt: nextSlot(rule, ctx.now),
      failureCode: null,
      failureParams: null,
      failedAt: null,
      updatedAt: ctx.now,
    })
    await recordAudit(tx, ctx, 'volume.snapshots_scheduled', {
      organisationId,
      kind: 'volume',
      id: volumeId,
      details: { ...rule, keep },
    })
  })
}

/**
 * None is taken by itself any more, nor deleted: those that stand stay. Where there was none, nothing changes.
 *
 * @throws DomainError `not_found`
 */
export async function removeSnapshotSchedule(
  ctx: OpContext,
  input: { volumeId: Id<'volume'> },
): Promise<void> {
  authorize(ctx, 'instance:operate')
  await withOrganisation(ctx, async (tx, organisationId) => {
    const { id } = await lockVolume(tx, input.volumeId)
    if (!(await removeSchedule(tx, id))) return
    await recordAudit(tx, ctx, 'volume.snapshots_unscheduled', { organisationId, kind: 'volume', id })
  })
}
