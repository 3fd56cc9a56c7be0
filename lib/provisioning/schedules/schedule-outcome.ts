import type { Tx } from '~/db/client'
import { findSchedule, updateSchedule } from '~/db/queries/provisioning/schedules'
import { recordAudit } from '~/lib/audit'
import { addNotice, listOwners } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'

type Volume = { id: Id<'volume'>; organisationId: Id<'organisation'>; name: string }

/**
 * In `tx`: the schedule of this volume says why its last snapshot could not be taken. The first failure after a
 * success is told to the organisation and by mail to its owners; those that follow are not told again.
 */
export async function recordScheduleFailure(
  tx: Tx,
  ctx: OpContext,
  volume: Volume,
  failure: { code: string; params: Record<string, string> },
): Promise<void> {
  const schedule = await findSchedule(tx, volume.id)
  if (!schedule) return
  const { id, organisationId, name } = volume
  await updateSchedule(tx, id, {
    failureCode: failure.code,
    failureParams: failure.params,
    failedAt: ctx.now,
  })
  await recordAudit(tx, ctx, 'volume.scheduled_snapshot_failed', {
    organisationId,
    kind: 'volume',
    id,
    details: { name, code: failure.code, ...failure.params },
  })
  if (schedule.failureCode !== null) return
  const href = routes.org.volume(organisationId, id)
  await addNotice(tx, ctx, { organisationId, kind: 'scheduled_snapshot_failed', params: { name }, href })
  for (const owner of await listOwners(tx, organisationId))
    await queueMail(tx, {
      to: owner.email,
      locale: owner.locale,
      template: 'scheduled-snapshot-failed',
      params: { name: owner.fullName, volume: name, url: portalLink(href) },
    })
}

/** In `tx`: its last snapshot was taken. */
export async function recordScheduleSuccess(tx: Tx, volumeId: Id<'volume'>): Promise<void> {
  await updateSchedule(tx, volumeId, { failureCode: null, failureParams: null, failedAt: null })
}
