import { z } from 'zod'
import { auditEvents } from '~/lib/audit/client'

const day = z.iso.date()

/** What the address of a journal page may ask for. */
export const journalFilterInput = z.strictObject({
  event: z.enum(auditEvents).nullable(),
  actorId: z.string().max(60).nullable(),
  /** First and last day, in Paris. */
  from: day.nullable(),
  to: day.nullable(),
  page: z.int().min(1).max(10_000),
})
/** What a file of the journal holds: the same without pages, as the query of its address. */
export const journalExportInput = z.strictObject({
  event: z.enum(auditEvents).nullable().default(null),
  actorId: z.string().max(60).nullable().default(null),
  from: day.nullable().default(null),
  to: day.nullable().default(null),
})
export type JournalExportInput = z.output<typeof journalExportInput>
export type JournalFilterInput = z.output<typeof journalFilterInput>
