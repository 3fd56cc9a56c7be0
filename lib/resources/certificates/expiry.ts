import { addSeconds } from '~/lib/kernel/time/clock'
import type { CertificateState } from './client'

const day = 86_400
/** Members are notified this many days before the end. */
export const noticeDays = [30, 7, 1] as const

/** Pure. */
export function stateOfCertificate(validTo: Date, now: Date): CertificateState {
  if (validTo <= now) return 'ended'
  return validTo <= addSeconds(now, noticeDays[0] * day) ? 'ending' : 'valid'
}

type Ending = { validTo: Date; notifiedDays: number | null; renewsAt: Date | null }

/**
 * The notice that is due now, as days before the end; null when there is none, or members have had it or a later one. For
 * one that is renewed by itself, only notices after a day on which that has failed. Pure.
 */
export function dueNotice({ validTo, notifiedDays, renewsAt }: Ending, now: Date): number | null {
  if (validTo <= now) return null
  const isNeeded = (days: number) =>
    renewsAt === null || addSeconds(validTo, -days * day) >= addSeconds(renewsAt, day)
  const due = noticeDays.findLast((days) => validTo <= addSeconds(now, days * day) && isNeeded(days))
  return due === undefined || (notifiedDays !== null && notifiedDays <= due) ? null : due
}
