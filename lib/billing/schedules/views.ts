import type { Id } from '~/lib/kernel/ids'
import type { ExportFormat, ExportKind } from '../exports/kinds'

/** What keeps a file from going out that is no answer of the service. */
export const ownFailures = ['secret_unreadable', 'not_prepared', 'schedule_ended'] as const

/** What goes out by itself each month, and what became of the last one. */
export type ExportScheduleView = {
  id: Id<'exportSchedule'>
  kind: ExportKind
  format: ExportFormat
  destination: 'mail' | 's3'
  /** Of the bucket, with what names begin with; null for mail. */
  address: string | null
  last: {
    period: string
    state: 'waiting' | 'delivered' | 'failed'
    /** What the other side said, or a code; null without a failure. */
    failure: string | null
    finishedAt: string | null
  } | null
}
