import type { Tx } from '~/db/client'
import { invariant, unreachable } from '~/lib/kernel/errors'
import type { BackupPlace } from '../copies/request-backup'
import { findSchedule, type ScheduleKey, type ScheduleRow } from './queries/schedules'
import type { ScheduleRule } from './schedule-rule'
import type { ScheduleView } from './schedule-view'

/** The rule of a row; its check constraint defines which columns are set. */
export function ruleOf(row: ScheduleRow): ScheduleRule {
  const { rhythm, everyHours, atHour, onWeekday } = row
  switch (rhythm) {
    case 'hourly':
      invariant(everyHours !== null, 'an hourly schedule has its hours')
      return { rhythm, everyHours }
    case 'daily':
      invariant(atHour !== null, 'a daily schedule has its hour')
      return { rhythm, atHour }
    case 'weekly':
      invariant(atHour !== null && onWeekday !== null, 'a weekly schedule has its day and hour')
      return { rhythm, onWeekday, atHour }
    default:
      return unreachable(rhythm)
  }
}

/** The place of a schedule of backups; its check constraint requires one. */
export function placeOf({ zoneId, volumeClass }: ScheduleRow): BackupPlace {
  invariant(zoneId !== null && volumeClass !== null, 'a schedule of backups has a place')
  return { zoneId, volumeClass }
}

export async function readSchedule(tx: Tx, key: ScheduleKey): Promise<ScheduleView | null> {
  const row = await findSchedule(tx, key)
  if (!row) return null
  const { keep, nextDueAt, failureCode, failureParams, failedAt } = row
  const failure =
    failureCode && failedAt
      ? { code: failureCode, params: failureParams ?? {}, at: failedAt.toISOString() }
      : null
  const place = key.kind === 'backup' ? placeOf(row) : null
  return { rule: ruleOf(row), keep, nextDueAt: nextDueAt.toISOString(), failure, place }
}
