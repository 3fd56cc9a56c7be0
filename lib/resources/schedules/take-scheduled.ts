import { type Tx, withSystem } from '~/db/client'
import type { VolumeState } from '~/db/schema/resources/compute'
import { authorizeSystem } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { lockVolume } from '../common/lock-resource'
import { requestBackupOf } from '../copies/request-backup'
import { requestSnapshotOf } from '../copies/request-volume-snapshot'
import { judgeLimits } from '../limits/judge-change'
import {
  findSchedule,
  hasBackupSince,
  listDueSchedules,
  removeSchedule,
  type ScheduleKey,
  updateSchedule,
} from './queries/schedules'
import { placeOf, ruleOf } from './read-schedule'
import { recordScheduleFailure } from './schedule-outcome'
import { latestSlot, nextSlot, slotName } from './schedule-rule'

const batch = 100

/** No writes to such volumes: their instants pass without a snapshot and without a failure. */
const dormant: readonly VolumeState[] = ['creating', 'deleted', 'purging', 'failed']
/** These states end soon: the instant waits for their end. */
const passing: readonly VolumeState[] = ['attaching', 'detaching', 'restoring', 'growing']

/**
 * Requests every due snapshot and backup: one per instant with any number of workers, and only the last
 * instant after a time without workers. A refusal is recorded and notified, and the next instant tries again.
 */
export async function takeScheduled(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  const due = await withSystem(ctx, (tx) => listDueSchedules(tx, ctx.now, batch))
  for (const key of due) {
    try {
      await withSystem(ctx, (tx) => takeDue(tx, ctx, key))
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      await withSystem(ctx, (tx) => letPass(tx, ctx, key, error))
    }
  }
}

/**
 * Locks the schedule's volume and returns the schedule if it is still due: a second worker finds it advanced.
 */
async function lockDue(tx: Tx, ctx: OpContext, key: ScheduleKey) {
  const volume = await lockVolume(tx, key.volumeId)
  const schedule = await findSchedule(tx, key)
  if (!schedule || schedule.nextDueAt > ctx.now) return null
  const rule = ruleOf(schedule)
  return {
    volume,
    schedule,
    slot: latestSlot(rule, schedule.nextDueAt, ctx.now),
    next: nextSlot(rule, ctx.now),
  }
}

async function takeDue(tx: Tx, ctx: OpContext, key: ScheduleKey): Promise<void> {
  const due = await lockDue(tx, ctx, key)
  if (!due || passing.includes(due.volume.state)) return
  if (due.volume.state === 'purged') {
    await removeSchedule(tx, key)
    return
  }
  await updateSchedule(tx, key, { nextDueAt: due.next })
  if (dormant.includes(due.volume.state)) return
  const wanted = { name: slotName(due.slot), scheduledFor: due.slot }
  if (key.kind === 'snapshot') await requestSnapshotOf(tx, ctx, due.volume, wanted, judgeLimits)
  else {
    // Made before rows were lost, and adopted since: its name is taken, and nothing has failed.
    if (await hasBackupSince(tx, { volumeId: key.volumeId, name: wanted.name, since: due.slot })) return
    const backup = { ...wanted, ...placeOf(due.schedule), snapshot: null }
    await requestBackupOf(tx, ctx, due.volume, backup, judgeLimits)
  }
}

async function letPass(tx: Tx, ctx: OpContext, key: ScheduleKey, refusal: DomainError): Promise<void> {
  const due = await lockDue(tx, ctx, key)
  if (!due) return
  await updateSchedule(tx, key, { nextDueAt: due.next })
  const { code, params } = refusal
  await recordScheduleFailure(tx, ctx, key.kind, due.volume, { code, params })
}
