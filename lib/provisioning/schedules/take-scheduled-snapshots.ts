import { type Tx, withSystem } from '~/db/client'
import {
  findSchedule,
  listDueSchedules,
  removeSchedule,
  updateSchedule,
} from '~/db/queries/provisioning/schedules'
import type { VolumeState } from '~/db/schema/compute'
import { lockVolume } from '~/lib/compute'
import { authorizeSystem } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { requestSnapshot } from '../request-snapshot'
import { ruleOf } from './read-schedule'
import { recordScheduleFailure } from './schedule-outcome'
import { latestSlot, nextSlot, slotName } from './schedule-rule'

const batch = 100

/** Nothing is written to these: an instant that passes is let pass, and is nobody's fault. */
const dormant: readonly VolumeState[] = ['creating', 'deleted', 'purging', 'failed']
/** These end soon: the instant waits for their end. */
const passing: readonly VolumeState[] = ['attaching', 'detaching', 'restoring', 'growing']

/**
 * Every snapshot that is due by a schedule is requested: one for each instant, however many workers look, and
 * after a time without any worker only that of the last instant. One that is refused is told, and the next
 * instant tries again.
 */
export async function takeScheduledSnapshots(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  const due = await withSystem(ctx, (tx) => listDueSchedules(tx, ctx.now, batch))
  for (const volumeId of due) {
    try {
      await withSystem(ctx, (tx) => takeDue(tx, ctx, volumeId))
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      await withSystem(ctx, (tx) => letPass(tx, ctx, volumeId, error))
    }
  }
}

/** The schedule of this volume if it is due, under the volume's lock: whoever comes second finds it moved on. */
async function lockDue(tx: Tx, ctx: OpContext, volumeId: Id<'volume'>) {
  const volume = await lockVolume(tx, volumeId)
  const schedule = await findSchedule(tx, volumeId)
  if (!schedule || schedule.nextDueAt > ctx.now) return null
  const rule = ruleOf(schedule)
  return {
    volume,
    slot: latestSlot(rule, schedule.nextDueAt, ctx.now),
    next: nextSlot(rule, ctx.now),
  }
}

async function takeDue(tx: Tx, ctx: OpContext, volumeId: Id<'volume'>): Promise<void> {
  const due = await lockDue(tx, ctx, volumeId)
  if (!due || passing.includes(due.volume.state)) return
  if (due.volume.state === 'purged') {
    await removeSchedule(tx, volumeId)
    return
  }
  await updateSchedule(tx, volumeId, { nextDueAt: due.next })
  if (dormant.includes(due.volume.state)) return
  await requestSnapshot(tx, ctx, due.volume, { name: slotName(due.slot), scheduledFor: due.slot })
}

async function letPass(tx: Tx, ctx: OpContext, volumeId: Id<'volume'>, refusal: DomainError): Promise<void> {
  const due = await lockDue(tx, ctx, volumeId)
  if (!due) return
  await updateSchedule(tx, volumeId, { nextDueAt: due.next })
  await recordScheduleFailure(tx, ctx, due.volume, { code: refusal.code, params: refusal.params })
}
