import { z } from 'zod'
import { backupPlaceFields } from '../copies/schema'
import { volumeIdInput } from '../volumes/schema'

const atHour = z.number().int().min(0).max(23)

/** Intervals in hours that divide a day. */
export const hoursBetween = [1, 2, 3, 4, 6, 8, 12] as const
/** Maximum of scheduled snapshots kept per volume: leaves room for manual ones. */
export const keptMax = 20

const scheduleRuleInput = z.discriminatedUnion('rhythm', [
  z.strictObject({ rhythm: z.literal('hourly'), everyHours: z.literal(hoursBetween) }),
  z.strictObject({ rhythm: z.literal('daily'), atHour }),
  z.strictObject({ rhythm: z.literal('weekly'), onWeekday: z.number().int().min(1).max(7), atHour }),
])

export const setSnapshotScheduleInput = volumeIdInput.extend({
  rule: scheduleRuleInput,
  keep: z.number().int().min(1).max(keptMax),
})
export type SetSnapshotScheduleInput = z.output<typeof setSnapshotScheduleInput>

export const setBackupScheduleInput = setSnapshotScheduleInput.extend(backupPlaceFields)
