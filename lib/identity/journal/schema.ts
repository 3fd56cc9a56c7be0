import { z } from 'zod'
import { auditEvents } from '~/lib/audit/client'

const day = z.iso.date()

/** Filter in the address of an audit page. */
export const journalFilterInput = z.strictObject({
  event: z.enum(auditEvents).nullable(),
  actorId: z.string().max(60).nullable(),
  /** First and last day, in Paris. */
  from: day.nullable(),
  to: day.nullable(),
  page: z.int().min(1).max(10_000),
})
/** Filter of an audit export: the same without pages, from its query string. */
export const journalExportInput = z.strictObject({
  event: z.enum(auditEvents).nullable().default(null),
  actorId: z.string().max(60).nullable().default(null),
  from: day.nullable().default(null),
  to: day.nullable().default(null),
})
export type JournalExportInput = z.output<typeof journalExportInput>
export type JournalFilterInput = z.output<typeof journalFilterInput>
