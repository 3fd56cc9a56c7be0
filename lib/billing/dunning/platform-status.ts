import { daysBetween } from '~/lib/kernel/time/calendar-day'
import { isRefusal, needsAnswer } from '../delivery/life-cycle'

/**
 * The last status that a platform reported of an invoice, and its day; a refusal is settled once staff have resolved
 * it.
 */
export type PlatformStatus = { code: number; on: string; isResolved: boolean }

const paymentSent = 211
/** A dispute or announced payment stops letters for a month; a refusal stops them until it is resolved. */
const effectDays = 30

/** Whether letters about an invoice wait, and why: it is disputed, or its payment is announced. Pure. */
export function dunningEffect(word: PlatformStatus | undefined, today: string): 'held' | 'awaited' | null {
  if (!word) return null
  const { code, on, isResolved } = word
  if (isRefusal(code)) return isResolved ? null : 'held'
  if (daysBetween(on, today) > effectDays) return null
  if (needsAnswer(code)) return 'held'
  return code === paymentSent ? 'awaited' : null
}
