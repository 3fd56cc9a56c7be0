import type { Tx } from '~/db/client'
import type { ScheduleKind } from '~/db/schema/resources/snapshots'
import { recordAudit } from '~/lib/audit'
import { addNotice } from '~/lib/identity'
import { listOwners } from '~/lib/identity/rows'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { findSchedule, type ScheduleKey, updateSchedule } from './queries/schedules'

type Volume = {
  id: Id<'volume'>
  organisationId: Id<'organisation'>
  projectId: Id<'project'>
  name: string
}

const announcements = {
  snapshot: {
    event: 'volume.scheduled_snapshot_failed',
    notice: 'scheduled_snapshot_failed',
    template: 'scheduled-snapshot-failed',
  },
  backup: {
    event: 'volume.scheduled_backup_failed',
    notice: 'scheduled_backup_failed',
    template: 'scheduled-backup-failed',
  },
} as const

/**
 * In `tx`: records why the schedule's last snapshot or backup failed. The first failure after a success
 * notifies the organisation, and its owners by mail; later ones do not.
 */
export async function recordScheduleFailure(
  tx: Tx,
  ctx: OpContext,
  kind: ScheduleKind,
  volume: Volume,
  failure: { code: string; params: Record<string, string> },
): Promise<void> {
  const { id, organisationId, projectId, name } = volume
  const key = { volumeId: id, kind }
  const schedule = await findSchedule(tx, key)
  if (!schedule) return
  const { event, notice, template } = announcements[kind]
  await updateSchedule(tx, key, {
    failureCode: failure.code,
    failureParams: failure.params,
    failedAt: ctx.now,
  })
  await recordAudit(tx, ctx, event, {
    organisationId,
    kind: 'volume',
    id,
    details: { name, code: failure.code, ...failure.params },
  })
  if (schedule.failureCode !== null) return
  const href = routes.org.volume(organisationId, id)
  await addNotice(tx, ctx, { organisationId, projectId, kind: notice, params: { name }, href })
  for (const owner of await listOwners(tx, organisationId))
    await queueMail(tx, {
      to: owner.email,
      locale: owner.locale,
      template,
      params: { name: owner.fullName, volume: name, url: portalLink(href) },
    })
}

/** In `tx`: records the success of its last one. */
export async function recordScheduleSuccess(tx: Tx, key: ScheduleKey): Promise<void> {
  await updateSchedule(tx, key, { failureCode: null, failureParams: null, failedAt: null })
}
