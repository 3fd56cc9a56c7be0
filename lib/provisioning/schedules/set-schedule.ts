import { withOrganisation } from '~/db/client'
import { listBackupTargets } from '~/db/queries/provisioning/backup-targets'
import {
  countScheduled,
  removeSchedule,
  type ScheduleKey,
  upsertSchedule,
} from '~/db/queries/provisioning/schedules'
import { recordAudit } from '~/lib/audit'
import { lockVolume, refuseUnless, snapshotMonthlyCents, volumeCan } from '~/lib/compute'
import { authorize, requireFreshProof } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { BackupPlace } from '../request-backup'
import { nextSlot, type ScheduleRule } from './schedule-rule'
import type { SetBackupScheduleInput, SetSnapshotScheduleInput } from './schema'

const events = {
  snapshot: { set: 'volume.snapshots_scheduled', removed: 'volume.snapshots_unscheduled' },
  backup: { set: 'volume.backups_scheduled', removed: 'volume.backups_unscheduled' },
} as const
const unsold = { snapshot: 'snapshots_not_sold', backup: 'backups_not_sold' } as const

/**
 * Snapshots of the volume are taken by this rule from its next instant on, and of those the newest `keep` are
 * kept: the worker deletes the others, so keeping fewer than there are asks for a proof. Those that a person
 * took are never deleted by it.
 *
 * @throws DomainError `proof_required`, `not_found`, `state_forbids`
 */
export function setSnapshotSchedule(ctx: OpContext, input: SetSnapshotScheduleInput): Promise<void> {
  const { volumeId, rule, keep } = input
  return setSchedule(ctx, { volumeId, kind: 'snapshot' }, { rule, keep }, null)
}

/**
 * The same of backups, which are kept in this place. They outlive the volume: when it is gone, none is made or deleted
 * any more.
 *
 * @throws DomainError `proof_required`, `not_found`, `state_forbids`, `invalid_input` (field zoneId, of a place that is
 *   none for it)
 */
export function setBackupSchedule(ctx: OpContext, input: SetBackupScheduleInput): Promise<void> {
  const { volumeId, rule, keep, zoneId, volumeClass } = input
  return setSchedule(ctx, { volumeId, kind: 'backup' }, { rule, keep }, { zoneId, volumeClass })
}

async function setSchedule(
  ctx: OpContext,
  key: ScheduleKey,
  { rule, keep }: { rule: ScheduleRule; keep: number },
  place: BackupPlace | null,
): Promise<void> {
  authorize(ctx, 'instance:operate')
  const { volumeId, kind } = key
  const held = await withOrganisation(ctx, (tx) => countScheduled(tx, key))
  if (held > keep) await requireFreshProof(ctx)
  await withOrganisation(ctx, async (tx, organisationId) => {
    const volume = await lockVolume(tx, volumeId)
    refuseUnless(volumeCan.schedule(volume), volume)
    if ((await snapshotMonthlyCents(tx, volume, ctx.now)) === null)
      throw new DomainError('state_forbids', { params: { reason: unsold[kind] } })
    const targets = place ? await listBackupTargets(tx, volumeId) : []
    const isThere = ({ zoneId, volumeClass }: BackupPlace) =>
      targets.some((each) => each.zoneId === zoneId && each.volumeClass === volumeClass)
    if (place && !isThere(place))
      throw new DomainError('invalid_input', { field: 'zoneId', params: { reason: 'backup_target' } })
    const nothing = { everyHours: null, atHour: null, onWeekday: null }
    await upsertSchedule(tx, {
      ...nothing,
      ...rule,
      ...key,
      ...(place ?? { zoneId: null, volumeClass: null }),
      organisationId,
      keep,
      nextDueAt: nextSlot(rule, ctx.now),
      failureCode: null,
      failureParams: null,
      failedAt: null,
      updatedAt: ctx.now,
    })
    await recordAudit(tx, ctx, events[kind].set, {
      organisationId,
      kind: 'volume',
      id: volumeId,
      details: { ...rule, keep, ...place },
    })
  })
}

/**
 * None is taken by itself any more, nor deleted: those that stand stay. Where there was none, nothing changes.
 *
 * @throws DomainError `not_found`
 */
export function removeSnapshotSchedule(ctx: OpContext, input: { volumeId: Id<'volume'> }): Promise<void> {
  return unschedule(ctx, { volumeId: input.volumeId, kind: 'snapshot' })
}

/** The same of backups. @throws DomainError `not_found` */
export function removeBackupSchedule(ctx: OpContext, input: { volumeId: Id<'volume'> }): Promise<void> {
  return unschedule(ctx, { volumeId: input.volumeId, kind: 'backup' })
}

async function unschedule(ctx: OpContext, key: ScheduleKey): Promise<void> {
  authorize(ctx, 'instance:operate')
  await withOrganisation(ctx, async (tx, organisationId) => {
    const { id } = await lockVolume(tx, key.volumeId)
    if (!(await removeSchedule(tx, key))) return
    await recordAudit(tx, ctx, events[key.kind].removed, { organisationId, kind: 'volume', id })
  })
}
