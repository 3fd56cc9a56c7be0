import type { Id } from '~/lib/kernel/ids'
import type { ExportFormat, ExportKind } from '../exports/kinds'

/** Days that every month has. */
export const sendingDays: readonly number[] = Array.from({ length: 28 }, (_, index) => index + 1)
/** Invoices are issued on the third. */
export const usualSendingDay = 5

/** Delivery failures on our side, rather than answers of the service. */
export const ownFailures = ['secret_unreadable', 'not_prepared', 'schedule_ended', 'no_recipient'] as const

/** A member who may receive exports. */
export type ExportRecipientView = {
  memberId: Id<'member'>
  fullName: string
  email: string
  /** The person who looks. */
  isSelf: boolean
}

/** A monthly export schedule, its next sending, and the result of its last one. */
export type ExportScheduleView = {
  id: Id<'exportSchedule'>
  kind: ExportKind
  format: ExportFormat
  destination: 'mail' | 's3'
  /** Bucket and prefix; null for mail. */
  address: string | null
  /** Day of the month after the exported one, in Paris. */
  day: number
  isPaused: boolean
  /** Those who would get the next file by mail. */
  recipients: { memberId: Id<'member'>; fullName: string }[]
  /** Chosen members who left, or may no longer read billing. */
  lostRecipients: number
  /** Null while paused. */
  next: {
    period: string
    at: string
    /** Its day has come: it leaves as soon as the month is billed. */
    isDue: boolean
  } | null
  last: {
    period: string
    state: 'waiting' | 'delivered' | 'failed'
    /** The service's error or a code; null without a failure. */
    failure: string | null
    finishedAt: string | null
  } | null
}
