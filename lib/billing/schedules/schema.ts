import { z } from 'zod'
import { lineField } from '~/lib/identity/schema'
import { idField } from '~/lib/kernel/id-field'
import { exportFormats, exportKinds } from '../exports/kinds'

export const schedulesMax = 10
const recipientsMax = 50

const scheduleId = idField('exportSchedule')
const day = z.number('sending_day').int('sending_day').min(1, 'sending_day').max(28, 'sending_day')
const format = z.enum(exportFormats)
const recipients = z.array(idField('member')).max(recipientsMax, 'too_many_recipients_of_export')

const sendingFields = {
  /** One schedule for each. */
  exports: z
    .array(z.strictObject({ kind: z.enum(exportKinds), format }))
    .min(1, 'no_export')
    .max(schedulesMax, 'export_twice')
    .refine((exports) => new Set(exports.map(({ kind }) => kind)).size === exports.length, 'export_twice'),
  day,
}

/** To members, or to a bucket; the use case validates recipients and address further. */
export const createExportSchedulesInput = z.discriminatedUnion('destination', [
  z.strictObject({ destination: z.literal('mail'), ...sendingFields, recipients }),
  z.strictObject({
    destination: z.literal('s3'),
    ...sendingFields,
    endpoint: z.string().trim().min(1, 'required').max(300, 'too_long'),
    region: z
      .string()
      .trim()
      .regex(/^[a-z0-9-]{1,40}$/, 's3_region'),
    bucket: z
      .string()
      .trim()
      .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 's3_bucket'),
    /** Prefix of object names, `compta/`; no empty, `.` or `..` segment. */
    prefix: z
      .string()
      .trim()
      .max(200, 'too_long')
      .regex(/^(?!.*(^|\/)\.{0,2}\/)[A-Za-z0-9 ._/-]*$/, 's3_prefix')
      .default(''),
    accessKeyId: lineField(128),
    secretKey: z
      .string()
      .min(1, 'required')
      .max(256, 'too_long')
      .regex(/^[\x21-\x7e]+$/, 's3_secret'),
  }),
])

/** Content and destination stay; `recipients` only of a schedule by mail. */
export const changeExportScheduleInput = z.strictObject({
  scheduleId,
  day,
  format,
  recipients: recipients.default([]),
})
export const pauseExportScheduleInput = z.strictObject({ scheduleId, isPaused: z.boolean() })
export const endExportScheduleInput = z.strictObject({ scheduleId })
