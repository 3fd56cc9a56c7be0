import { z } from 'zod'
import { backupPlaceFields } from '../copies/schema'
import { volumeIdInput } from '../volumes/schema'

const atHour = z.number().int().min(0).max(23)

/** Hours that a day is a multiple of. */
export const hoursBetween = [1, 2, 3, 4, 6, 8, 12] as const
/** Snapshots of a schedule that a volume keeps at most: some room is left for those that a person takes. */
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
