import type { Id } from '~/lib/kernel/ids'
import type { ExportFormat, ExportKind } from '../exports/kinds'

/** Delivery failures on our side, rather than answers of the service. */
export const ownFailures = ['secret_unreadable', 'not_prepared', 'schedule_ended'] as const

/** A monthly export schedule, and the result of its last delivery. */
export type ExportScheduleView = {
  id: Id<'exportSchedule'>
  kind: ExportKind
  format: ExportFormat
  destination: 'mail' | 's3'
  /** Bucket and prefix; null for mail. */
  address: string | null
  last: {
    period: string
    state: 'waiting' | 'delivered' | 'failed'
    /** The service's error or a code; null without a failure. */
    failure: string | null
    finishedAt: string | null
  } | null
}
