import { z } from 'zod'
import { lineField } from '~/lib/identity/schema'
import { idField } from '~/lib/kernel/id-field'
import { exportFormats, exportKinds } from '../exports/kinds'

const scheduleId = idField('exportSchedule')
const exportFields = { kind: z.enum(exportKinds), format: z.enum(exportFormats) }

/** To owners and accountants, or to a bucket; the use case validates the address further. */
export const createExportScheduleInput = z.discriminatedUnion('destination', [
  z.strictObject({ destination: z.literal('mail'), ...exportFields }),
  z.strictObject({
    destination: z.literal('s3'),
    ...exportFields,
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
export const endExportScheduleInput = z.strictObject({ scheduleId })
