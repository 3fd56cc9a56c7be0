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
export type JournalFilterInput = z.output<typeof journalFilterInput>
