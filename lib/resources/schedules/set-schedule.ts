import { type Tx, withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize, requireFreshProof } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { assertAllowed } from '../common/assert-allowed'
import { lockVolume } from '../common/lock-resource'
import { copyMonthlyCents } from '../common/monthly-cents'
import { copyKinds } from '../copies/copy-kinds'
import { listBackupTargets } from '../copies/queries/backup-targets'
import type { BackupPlace } from '../copies/request-backup'
import {
  type DoneChange,
  type Judge,
  judgeIfCostlier,
  keptOf,
  type WaitingChange,
} from '../limits/judge-change'
import { volumeCan } from '../volumes/volume-can'
import {
  countScheduled,
  findSchedule,
  removeSchedule,
  type ScheduleKey,
  upsertSchedule,
} from './queries/schedules'
import { nextSlot, type ScheduleRule } from './schedule-rule'

const events = {
  snapshot: { set: 'volume.snapshots_scheduled', removed: 'volume.snapshots_unscheduled' },
  backup: { set: 'volume.backups_scheduled', removed: 'volume.backups_unscheduled' },
} as const
/** The kind of copy made by each kind of schedule. */
const copyKindOf = { snapshot: 'volume_snapshot', backup: 'backup' } as const

type Scheduled = { volumeId: Id<'volume'>; rule: ScheduleRule; keep: number }

/**
 * The worker deletes a schedule's surplus copies, so keeping fewer than exist requires a proof.
 *
 * @throws DomainError `proof_required`
 */
export async function requireScheduleProof(ctx: OpContext, key: ScheduleKey, keep: number): Promise<void> {
  const held = await withOrganisation(ctx, (tx) => countScheduled(tx, key))
  if (held > keep) await requireFreshProof(ctx)
}

/**
 * In `tx`: sets the snapshot schedule of the volume from its next instant on. The newest `keep` of its
 * snapshots are kept and the worker deletes the others; it never deletes manual ones. `judge` decides about
 * the copies that it keeps beyond the previous schedule.
 *
 * @throws DomainError `not_found`, `state_forbids`, and those of `judge`
 */
export function requestSnapshotSchedule(tx: Tx, ctx: OpContext, input: Scheduled, judge: Judge) {
  return requestSchedule(tx, ctx, 'snapshot', input, null, judge)
}

/**
 * The same for backups, stored in this place. They outlive the volume: after its deletion, none is made or
 * deleted any more.
 *
 * @throws DomainError `not_found`, `state_forbids`, `invalid_input` (field zoneId, for an invalid place), and
 * those of `judge`
 */
export function requestBackupSchedule(tx: Tx, ctx: OpContext, input: Scheduled & BackupPlace, judge: Judge) {
  const { zoneId, volumeClass } = input
  return requestSchedule(tx, ctx, 'backup', input, { zoneId, volumeClass }, judge)
}

async function requestSchedule(
  tx: Tx,
  ctx: OpContext,
  kind: ScheduleKey['kind'],
  { volumeId, rule, keep }: Scheduled,
  place: BackupPlace | null,
  judge: Judge,
): Promise<DoneChange | WaitingChange> {
  const key = { volumeId, kind }
  const volume = await lockVolume(tx, volumeId)
  const { organisationId } = volume
  assertAllowed(volumeCan.schedule(volume), volume)
  const cents = await copyMonthlyCents(tx, copyKindOf[kind], volume, ctx.now)
  if (cents === null)
    throw new DomainError('state_forbids', {
      params: { reason: copyKinds[copyKindOf[kind]].refusals.notSold },
    })
  const targets = place ? await listBackupTargets(tx, volumeId) : []
  const isThere = ({ zoneId, volumeClass }: BackupPlace) =>
    targets.some((each) => each.zoneId === zoneId && each.volumeClass === volumeClass)
  if (place && !isThere(place))
    throw new DomainError('invalid_input', { field: 'zoneId', params: { reason: 'backup_target' } })
  const before = (await findSchedule(tx, key))?.keep ?? 0
  const moreCents = cents * BigInt(keep - before)
  const change = { ...keptOf(volume, 'volume'), kind: `schedule_${kind}s` as const, label: String(keep) }
  const waiting = await judgeIfCostlier(tx, ctx, judge, { ...change, moreCents })
  if (waiting) return waiting
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
  return { outcome: 'done', sagaId: null }
}

/**
 * Removes the schedule: the worker takes and deletes no more, and existing snapshots stay. Idempotent.
 *
 * @throws DomainError `not_found`
 */
export function removeSnapshotSchedule(ctx: OpContext, input: { volumeId: Id<'volume'> }): Promise<void> {
  return unschedule(ctx, { volumeId: input.volumeId, kind: 'snapshot' })
}

/** The same for backups. @throws DomainError `not_found` */
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
